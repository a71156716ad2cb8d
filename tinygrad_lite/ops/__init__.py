"""Differentiable operations, by family. Each is one class: what it computes, what it keeps, its gradient.

Where nn/ has a class of the same name, that is the module which applies the operation.
"""
