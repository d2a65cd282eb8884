"""The commands of `python -m inference`, one module each; they print for people, and JSON for programs."""
