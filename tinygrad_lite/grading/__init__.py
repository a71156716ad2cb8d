"""Grading: untrusted notebooks become marks, feedback and a report on what a class misunderstood.

The judge never runs in a student's process. A child process in a sandbox holds the student's definitions and answers
cases, plain data in and out; the parent makes the cases, judges the answers and finds the diagnosis, with the very
same code as a card in a lesson.
"""
