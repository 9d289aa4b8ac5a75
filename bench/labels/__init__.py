"""How well labels are read: pictures drawn by programs that know nothing of the reading, and the truth about each."""
