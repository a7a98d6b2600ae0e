"""Telling people: a row in the action's own transaction, delivered afterwards."""
