"""Dialogs that change one setting."""
