"""The report of students: its folder read, checked and joined to the lab that it answers."""
