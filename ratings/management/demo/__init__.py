"""The demonstration: a province in the autumn of 2026, built by the same actions that people's clicks call."""
