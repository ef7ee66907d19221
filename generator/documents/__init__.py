"""What every document is made with: the book, addresses, words, templates."""
