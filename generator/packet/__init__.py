"""The papers of one case, and of many."""
