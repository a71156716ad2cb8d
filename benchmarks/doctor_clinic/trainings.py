"""Healthy trainings that others are made of, by changing one thing."""

from __future__ import annotations

from benchmarks.doctor_clinic import data, loops
from benchmarks.doctor_clinic.models import bag, conv, mlp, recurrent
from benchmarks.doctor_clinic.recipe import Recipe, adam, sgd

MSE, BCE = "MSELoss", "BCEWithLogitsLoss"

DIGITS = Recipe(data.digits, mlp(64, 32, 10), epochs=8)
DIGITS_SGD = Recipe(data.digits, mlp(64, 32, 10), optimizer=sgd(0.1, 0.9), epochs=6, own=loops.plain)
DIGITS_NORM = Recipe(data.digits, mlp(64, 48, 32, 10, norm="batch"), epochs=6)
DIGIT_IMAGES = Recipe(data.digit_images, conv(10), optimizer=adam(1e-2), epochs=6)
BARS = Recipe(data.bars, conv(4, (8, 16), norm=True, side=10), optimizer=adam(1e-2), epochs=8)
SQUARES = Recipe(data.squares, conv(1), loss=MSE, optimizer=adam(1e-2), epochs=6)
SPIRALS = Recipe(data.spirals, mlp(2, 32, 32, 3), optimizer=adam(1e-2), epochs=25)
MOONS = Recipe(data.moons, mlp(2, 16, 16, 1), loss=BCE, optimizer=adam(1e-2), epochs=15)
CIRCLE = Recipe(data.circle, mlp(2, 24, 24, 1, act="Tanh"), loss=BCE, optimizer=adam(1e-2), epochs=20)
CLOUDS = Recipe(data.clouds, mlp(10, 32, 5), optimizer=sgd(0.05, 0.9), epochs=8)
TUMOURS = Recipe(data.tumours, mlp(30, 16, 1), loss=BCE, optimizer=sgd(0.05, 0.9), epochs=8)
WINE = Recipe(data.wine, mlp(13, 16, 3), optimizer=adam(1e-2), epochs=20, batch=16)
SINE = Recipe(data.sine, mlp(1, 32, 32, 1, act="Tanh"), loss=MSE, optimizer=adam(1e-2), epochs=20)
HILLS = Recipe(data.hills, mlp(5, 32, 32, 1), loss=MSE, optimizer=adam(1e-2), epochs=15)
HILLS_SGD = Recipe(data.hills, mlp(5, 32, 32, 1), loss=MSE, optimizer=sgd(0.05, 0.9), epochs=15, own=loops.plain)
DIABETES = Recipe(data.diabetes, mlp(10, 16, 1), loss=MSE, optimizer=sgd(0.01, 0.9), epochs=10)
WORDS = Recipe(data.words, bag(40, 8, 16, 2), optimizer=adam(1e-2), epochs=8)
WORDS_LSTM = Recipe(data.words, recurrent("LSTM", 8, 16, 2, vocabulary=40), optimizer=adam(1e-2), epochs=8)
FIRST = Recipe(data.first_sign, recurrent("RNN", 2, 12, 2), optimizer=adam(1e-2), epochs=8, own=loops.clipped(1.0))
LONG_FIRST = Recipe(data.long_first_sign, recurrent("GRU", 2, 12, 2), optimizer=adam(2e-2), epochs=10)
WAVES = Recipe(data.waves, recurrent("GRU", 1, 16, 3), optimizer=adam(1e-2), epochs=8)
ADDING = Recipe(data.adding, recurrent("GRU", 2, 16, 1), loss=MSE, optimizer=adam(1e-2), epochs=15)
RARE = Recipe(data.clear_rare, mlp(5, 16, 1), loss=BCE, optimizer=adam(5e-3), epochs=10)
