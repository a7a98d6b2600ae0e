"""Producers (chủ thể OCOP): who they are, who acts for them, and whether the law lets them register."""
