"""Files in; a valid playbook or case, or all problems, out."""
