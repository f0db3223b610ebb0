"""All disk access: strict YAML with places, answer files, atomic and locked writing, where content lives."""
