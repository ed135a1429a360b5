"""Digits drawn with the mouse."""
