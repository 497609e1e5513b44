"""Train a small transformer, the rival of the shipped encoder, on the same texts, words and pairs.

    python -m bench.train_transformer --start FOLDER --texts FOLDER.. --jsonl FILE.jsonl.xz.. --out FOLDER [--teach]

--start: a model of averaged words by `bench.train_encoder`, for its tokenizer. Two stages, half the minutes each:
1. masked words: a seventh of the words are hidden and told from those of the batch and some thousand others; with
   --teach the vectors that the model of --start gives are learnt instead (distillation), on its vectors of words
2. contrast: the pairs of `bench.train_encoder` are pulled together (InfoNCE)
`bench.search_quality --encoder FOLDER --pieces 32` measures what came of it; the figures that were reached stand in the
card of the shipped model.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np

from bench.train_encoder import make_pairs, read_folder, read_jsonl, say, sentences
from nlp.encoder import load_encoder

PAD, MASK = "[PAD]", "[MASK]"
LENGTH = 32  # words of a text that are read
OTHERS = 4000  # words that a hidden one is told from, besides those hidden beside it
HIDDEN = 0.15  # of the words
TEMPERATURE = 0.05


class Trainer:
    """A BERT of a small size over the words of a tokenizer; its vector of a text is the mean over the words."""

    def __init__(self, start: Path, layers: int, heads: int, rate: float, seed: int) -> None:
        import torch
        from tokenizers import Tokenizer
        from transformers import BertConfig, BertModel

        torch.manual_seed(seed)
        torch.set_num_threads(1)
        self.random = np.random.default_rng(seed)
        self.teacher = load_encoder(str(start))
        self.tokenizer = Tokenizer.from_file(str(start / "tokenizer.json"))
        self.tokenizer.add_special_tokens([PAD, MASK])
        self.tokenizer.enable_truncation(LENGTH)
        self.tokenizer.enable_padding(pad_id=self.tokenizer.token_to_id(PAD), pad_token=PAD)
        width = self.teacher.width
        self.config = BertConfig(
            vocab_size=self.tokenizer.get_vocab_size(), hidden_size=width, num_hidden_layers=layers,
            num_attention_heads=heads, intermediate_size=3 * width, max_position_embeddings=LENGTH + 2,
            pad_token_id=self.tokenizer.token_to_id(PAD), hidden_dropout_prob=0.0, attention_probs_dropout_prob=0.0,
        )  # fmt: skip
        self.model = BertModel(self.config, add_pooling_layer=False)
        self.optimiser = torch.optim.AdamW(self.model.parameters(), lr=rate, weight_decay=0.01)

    def take_words(self) -> None:
        """Begin with the teacher's vectors of words."""
        import torch

        words = torch.from_numpy(self.teacher.backend.vectors)
        weight = self.model.embeddings.word_embeddings.weight
        with torch.no_grad():
            weight[: len(words)] = words * (0.02 / words.std())

    def batch(self, texts: list[str]) -> tuple[Any, Any]:
        """Numbers of the words [texts, words] and which of them are words at all."""
        import torch

        encoded = self.tokenizer.encode_batch(texts, add_special_tokens=False)
        ids = torch.tensor([one.ids for one in encoded])
        return ids, (ids != self.config.pad_token_id).long()

    def states(self, ids: Any, mask: Any) -> Any:
        """What the model makes of each word."""
        return self.model(input_ids=ids, attention_mask=mask).last_hidden_state

    def vectors(self, texts: list[str]) -> Any:
        """A unit vector a text."""
        from torch.nn.functional import normalize

        ids, mask = self.batch(texts)
        states = self.states(ids, mask) * mask[:, :, None]
        return normalize(states.sum(1) / mask.sum(1, keepdim=True).clamp(min=1), dim=1)

    def masked_words(self, texts: list[str]) -> Any:
        """The loss of guessing hidden words."""
        import torch
        from torch.nn.functional import cross_entropy

        ids, mask = self.batch(texts)
        hidden = (torch.rand(ids.shape) < HIDDEN) & (mask > 0)
        states = self.states(ids.masked_fill(hidden, self.tokenizer.token_to_id(MASK)), mask)[hidden]
        others = torch.from_numpy(self.random.integers(1, self.config.vocab_size - 2, OTHERS))
        among, place = torch.unique(torch.cat([ids[hidden], others]), return_inverse=True)
        scores = states @ self.model.embeddings.word_embeddings.weight[among].T
        return cross_entropy(scores, place[: len(states)])

    def taught(self, texts: list[str]) -> Any:
        """How far the vectors are from the teacher's."""
        import torch

        wanted = torch.from_numpy(self.teacher.encode(texts))
        return (1 - (self.vectors(texts) * wanted).sum(1)).mean()

    def contrast(self, pairs: list[tuple[str, str]]) -> Any:
        """InfoNCE with the other pairs of the batch as negatives."""
        import torch
        from torch.nn.functional import cross_entropy

        one, other = (self.vectors([pair[side] for pair in pairs]) for side in (0, 1))
        scores = one @ other.T / TEMPERATURE
        target = torch.arange(len(pairs))
        return (cross_entropy(scores, target) + cross_entropy(scores.T, target)) / 2

    def run(self, name: str, loss_of: Callable[[Any], Any], examples: list[Any], size: int, seconds: float) -> None:
        """Batches for so many seconds of the processor."""
        start, losses = time.process_time(), []
        for batch in self._batches(examples, size):
            if time.process_time() - start > seconds:
                break
            loss = loss_of(batch)
            self.optimiser.zero_grad()
            loss.backward()
            self.optimiser.step()
            losses.append(float(loss.detach()))
            if len(losses) % 100 == 0:
                say(f"{name}: {len(losses)} batches of {size}, loss {np.mean(losses[-50:]):.3f}")
        say(f"{name}: {len(losses)} batches of {size}, loss {np.mean(losses[-50:]):.3f}, {seconds:.0f} s")

    def _batches(self, examples: list[Any], size: int) -> Iterator[list[Any]]:
        while True:
            order = self.random.permutation(len(examples))
            for begin in range(0, len(order) - size + 1, size):
                yield [examples[number] for number in order[begin : begin + size]]

    def save(self, out: Path) -> None:
        """A folder that `SentenceTransformer(folder)` loads."""
        from sentence_transformers import SentenceTransformer
        from sentence_transformers.sentence_transformer.modules import Normalize, Pooling, Transformer
        from transformers import PreTrainedTokenizerFast

        body = out / "body"
        self.model.save_pretrained(body)
        self.tokenizer.no_padding()
        self.tokenizer.no_truncation()
        words = PreTrainedTokenizerFast(
            tokenizer_object=self.tokenizer, pad_token=PAD, mask_token=MASK, unk_token="[UNK]"
        )  # fmt: skip
        words.save_pretrained(body)
        first = Transformer(str(body), max_seq_length=LENGTH)
        model = SentenceTransformer(modules=[first, Pooling(self.teacher.width), Normalize()], device="cpu")
        model.save(str(out), create_model_card=False)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--start", type=Path, required=True)
    parser.add_argument("--texts", type=Path, nargs="*", default=[])
    parser.add_argument("--jsonl", type=Path, nargs="*", default=[])
    parser.add_argument("--exclude", nargs="*", default=[])
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--teach", action="store_true")
    parser.add_argument("--minutes", type=float, default=10, help="of one core, what else it does not counted")
    parser.add_argument("--layers", type=int, default=2)
    parser.add_argument("--heads", type=int, default=4)
    parser.add_argument("--rate", type=float, default=5e-4)
    parser.add_argument("--batch", type=int, default=64)
    parser.add_argument("--seed", type=int, default=20260101)
    args = parser.parse_args()
    texts = [(4.0, p) for folder in args.texts for text in read_folder(folder, args.exclude) for p in sentences(text)]
    for path in args.jsonl:
        weight = 0.5 if "laws" in path.name else 2.0
        texts += [(weight, p) for text in read_jsonl(path) for p in sentences(text)]
    paragraphs = ["。".join(p) for weight, p in texts if weight >= 1]
    pairs = make_pairs(texts, args.seed, 300_000)
    say(f"{len(paragraphs)} paragraphs, {len(pairs)} pairs")
    trainer = Trainer(args.start, args.layers, args.heads, args.rate, args.seed)
    if args.teach:
        trainer.take_words()
    first = ("taught", trainer.taught) if args.teach else ("masked words", trainer.masked_words)
    trainer.run(*first, paragraphs, args.batch, 30 * args.minutes)
    trainer.run("contrast", trainer.contrast, pairs, 2 * args.batch, 30 * args.minutes)
    trainer.save(args.out)
    say(f"saved to {args.out}")


if __name__ == "__main__":
    main()
