"""A playbook worked out for one case: what applies, when, and for whom."""
