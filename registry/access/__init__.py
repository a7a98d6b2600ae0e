"""Who may do what: roles, permissions of pages, and answers that carry their reason."""
