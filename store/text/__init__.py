"""What a text holds, without any target: its forms, sentences, names, numbers, language."""
