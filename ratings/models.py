"""The tables of this app, listed for Django; each is declared in its concept."""
