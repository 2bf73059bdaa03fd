"""The commands, a module for each noun; each opens only what it needs."""
