"""The vocabulary: what a playbook is made of, and how its parts depend on each other."""
