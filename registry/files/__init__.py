"""Stored files: checked by content, kept under the address of their content, handed out safely."""
