"""Budgets of the project, each measured against its stated limit in one and the same run."""
