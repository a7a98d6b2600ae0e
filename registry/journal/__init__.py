"""What was done, by whom and when: entries that only grow, chained so that a later change shows."""
