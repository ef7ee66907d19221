"""Facts: `when`, and its logic. Knows nothing of playbooks, so that it could be a library."""
