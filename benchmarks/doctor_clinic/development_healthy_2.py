"""Trainings that go well."""

from __future__ import annotations

import torch

from benchmarks.doctor_clinic import data, loops
from benchmarks.doctor_clinic.declare import healthy
from benchmarks.doctor_clinic.faults import cosine, linear_by_step, one_cycle, poly, weighted
from benchmarks.doctor_clinic.models import bag, mlp, recurrent
from benchmarks.doctor_clinic.recipe import adam
from benchmarks.doctor_clinic.trainings import DIABETES, FIRST, HILLS, RARE, SINE, TUMOURS, WAVES, WORDS, WORDS_LSTM

CASES = [
    healthy("5 % rare and hard, drawn as often as the others", RARE, data=data.rare, epochs=6, sampler=weighted),
    healthy("a rare class, own loop, PyTorch", RARE, lib=torch, own=loops.plain),
    healthy("tumours, Adam, dropout 0.3", TUMOURS, optimizer=adam(1e-2), model=mlp(30, 24, 1, dropout=0.3), epochs=10),
    healthy("tumours, linear, polynomial to 0, finished", TUMOURS, model=mlp(30, 1), schedule=poly(1.0), epochs=10),
    healthy("tumours, before the first step, PyTorch", TUMOURS, lib=torch, epochs=0, whole=10),
    healthy("sine with much noise", SINE, data=data.noisy_sine),
    healthy("sine, SiLU, L1 loss", SINE, model=mlp(1, 32, 32, 1, act="SiLU"), loss="L1Loss"),
    healthy("PyTorch, sine, linear to 0 by step, finished", SINE, lib=torch, schedule=linear_by_step, each="step"),
    healthy("noisy hills, R² of 0.65 is what there is", HILLS, data=data.noisy_hills, model=mlp(5, 16, 1), epochs=10),
    healthy(
        "noisy hills, PyTorch, early", HILLS, lib=torch, data=data.noisy_hills, model=mlp(5, 16, 1), epochs=3, whole=10
    ),
    healthy("hills, dropout 0.05, tanh", HILLS, model=mlp(5, 48, 48, 1, act="Tanh", dropout=0.05), tolerance=0.08),
    healthy(
        "diabetes, linear, cosine, finished", DIABETES, model=mlp(10, 1), schedule=cosine, tolerance=0.1, epochs=12
    ),
    healthy("words, dropout 0.5", WORDS, model=bag(40, 8, 32, 2, dropout=0.5), epochs=10),
    healthy(
        "words, GRU, early",
        WORDS_LSTM,
        model=recurrent("GRU", 8, 16, 2, vocabulary=40),
        epochs=3,
        whole=15,
        tolerance=0.08,
    ),
    healthy(
        "waves, LSTM, clipped, one-cycle to 0, finished",
        WAVES,
        model=recurrent("LSTM", 1, 16, 3),
        schedule=one_cycle(0.02),
        each="step",
        trainer=dict(max_norm=1.0),
    ),
    healthy("first sign, LSTM, own loop", FIRST, model=recurrent("LSTM", 2, 12, 2)),
]
