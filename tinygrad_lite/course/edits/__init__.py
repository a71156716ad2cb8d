"""Edits of a syntax tree: single changes of a node, in one table, a function a kind."""
