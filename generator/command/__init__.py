"""The command: words typed, words printed."""
