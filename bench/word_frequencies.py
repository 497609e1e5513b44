"""Write down how often our words count in jieba's dictionary, so that it need not be read as a whole to count them.

    python -m bench.word_frequencies

To be run when the dictionary of the field, the roster of bureaus or jieba itself has changed: a test asks for it.
"""

from __future__ import annotations

from nlp.dictionary import FREQUENCIES, frequencies_text, our_words


def main() -> None:
    FREQUENCIES.write_text(frequencies_text(our_words()), encoding="utf-8")


if __name__ == "__main__":
    main()
