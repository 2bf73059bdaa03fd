"""Paper out: letters as .docx with their fields beside them, filling, PDF, print runs, binding."""
