"""The pages, and how MkDocs shows them."""
