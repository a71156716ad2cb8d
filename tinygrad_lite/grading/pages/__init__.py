"""The pages of grading: what a student reads, and what an instructor reads. HTML without scripts, made from records."""
