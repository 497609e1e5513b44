"""Language: what a plan commits to (`from nlp.extract import extract`), and the words it is searched by."""
