"""A playbook in YAML, checked as one model and rendered into pages, checklists and emails."""
