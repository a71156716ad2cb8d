import numpy as np

# %% right: counts good steps
class GradScaler:
    def __init__(self, init_scale=65536.0, growth_factor=2.0, backoff_factor=0.5, growth_interval=2000):
        self.scale = init_scale
        self.growth_factor = growth_factor
        self.backoff_factor = backoff_factor
        self.growth_interval = growth_interval
        self.good_steps = 0

    def update(self, found_inf):
        if found_inf:
            self.scale *= self.backoff_factor
            self.good_steps = 0
        else:
            self.good_steps += 1
            if self.good_steps == self.growth_interval:
                self.scale *= self.growth_factor
                self.good_steps = 0
        return self.scale

# %% right: counts down
class GradScaler:
    def __init__(self, init_scale=65536.0, growth_factor=2.0, backoff_factor=0.5, growth_interval=2000):
        self.scale, self.up, self.down, self.n = init_scale, growth_factor, backoff_factor, growth_interval
        self.left = self.n

    def update(self, found_inf):
        self.left -= 1
        if found_inf:
            self.scale = self.scale * self.down
            self.left = self.n
        elif self.left == 0:
            self.scale = self.scale * self.up
            self.left = self.n
        return self.scale

# %% right: a remainder
class GradScaler:
    def __init__(self, init_scale=65536.0, growth_factor=2.0, backoff_factor=0.5, growth_interval=2000):
        self.scale = float(init_scale)
        self.growth_factor, self.backoff_factor = growth_factor, backoff_factor
        self.growth_interval = growth_interval
        self.streak = 0

    def update(self, found_inf):
        self.streak = 0 if found_inf else self.streak + 1
        if found_inf:
            self.scale = self.scale * self.backoff_factor
        elif self.streak % self.growth_interval == 0:
            self.scale = self.scale * self.growth_factor
        return self.scale

# %% right
class GradScaler:
    def __init__(self, init_scale=65536.0, growth_factor=2.0, backoff_factor=0.5, growth_interval=2000):
        self._scale = init_scale
        self._settings = (growth_factor, backoff_factor, growth_interval)
        self._history = []

    @property
    def scale(self):
        return self._scale

    def update(self, found_inf):
        growth, backoff, interval = self._settings
        self._history.append(not found_inf)
        if found_inf:
            self._scale *= backoff
            self._history = []
        elif len(self._history) >= interval:
            self._scale *= growth
            self._history.clear()
        return self._scale

# %% right
from dataclasses import dataclass

@dataclass
class GradScaler:
    init_scale: float = 65536.0
    growth_factor: float = 2.0
    backoff_factor: float = 0.5
    growth_interval: int = 2000

    def __post_init__(self):
        self.scale = self.init_scale
        self.count = 0

    def update(self, found_inf):
        if found_inf:
            factor, self.count = self.backoff_factor, 0
        elif self.count + 1 < self.growth_interval:
            factor, self.count = 1, self.count + 1
        else:
            factor, self.count = self.growth_factor, 0
        self.scale *= factor
        return self.scale

# %% right
class GradScaler:
    def __init__(self, init_scale=2.0**16, growth_factor=2.0, backoff_factor=0.5, growth_interval=2000):
        self.scale = init_scale
        self.gf = growth_factor
        self.bf = backoff_factor
        self.gi = growth_interval
        self.last_change = 0
        self.step = 0

    def update(self, found_inf):
        self.step += 1
        if found_inf:
            self.scale = self.bf * self.scale
            self.last_change = self.step
            return self.scale
        if self.step - self.last_change == self.gi:
            self.scale = self.gf * self.scale
            self.last_change = self.step
        return self.scale

# %% right
class GradScaler:
    def __init__(self, init_scale=65536.0, growth_factor=2.0, backoff_factor=0.5, growth_interval=2000):
        def steps():
            scale, good = init_scale, 0
            found_inf = yield scale
            while True:
                good = 0 if found_inf else good + 1
                if found_inf:
                    scale *= backoff_factor
                if good == growth_interval:
                    scale, good = scale * growth_factor, 0
                found_inf = yield scale
        self._steps = steps()
        self.scale = next(self._steps)

    def update(self, found_inf):
        self.scale = self._steps.send(found_inf)
        return self.scale

# %% right
class GradScaler:
    def __init__(self, init_scale=65536.0, growth_factor=2.0, backoff_factor=0.5, growth_interval=2000):
        self.__dict__.update(locals())
        self.scale = np.float64(init_scale)
        self.counter = 0

    def update(self, found_inf):
        if found_inf:
            self._overflow()
        else:
            self._good()
        return self.scale

    def _overflow(self):
        self.scale = self.scale * self.backoff_factor
        self.counter = 0

    def _good(self):
        self.counter += 1
        if self.counter >= self.growth_interval:
            self.scale = self.scale * self.growth_factor
            self.counter = 0

# %% wrong, in counts good steps: the count goes on after an overflow
# -             self.scale *= self.backoff_factor
# -             self.good_steps = 0
# +             self.scale *= self.backoff_factor

# %% wrong, in counts good steps: grows once, and not again
# -                 self.scale *= self.growth_factor
# -                 self.good_steps = 0
# +                 self.scale *= self.growth_factor

# %% wrong, in counts good steps: grows in every step after the first growth
# -             if self.good_steps == self.growth_interval:
# -                 self.scale *= self.growth_factor
# -                 self.good_steps = 0
# +             if self.good_steps >= self.growth_interval:
# +                 self.scale *= self.growth_factor

# %% wrong, in counts good steps: grows one step too late
# -             if self.good_steps == self.growth_interval:
# +             if self.good_steps > self.growth_interval:

# %% wrong, in counts good steps: grows one step too late
# -             self.good_steps += 1
# -             if self.good_steps == self.growth_interval:
# -                 self.scale *= self.growth_factor
# -                 self.good_steps = 0
# +             if self.good_steps == self.growth_interval:
# +                 self.scale *= self.growth_factor
# +                 self.good_steps = 0
# +             else:
# +                 self.good_steps += 1

# %% wrong, in counts good steps: the step of growth counts for the next one
# -             self.good_steps += 1
# -             if self.good_steps == self.growth_interval:
# -                 self.scale *= self.growth_factor
# -                 self.good_steps = 0
# +             if self.good_steps == self.growth_interval:
# +                 self.scale *= self.growth_factor
# +                 self.good_steps = 0
# +             self.good_steps += 1

# %% wrong, in counts good steps: the two factors exchanged
# -             self.scale *= self.backoff_factor
# +             self.scale *= self.growth_factor
# -                 self.scale *= self.growth_factor
# +                 self.scale *= self.backoff_factor

# %% wrong, in counts good steps: an overflow makes it larger
# -             self.scale *= self.backoff_factor
# +             self.scale /= self.backoff_factor

# %% wrong, in counts good steps: method returns nothing
# -         return self.scale
# +         pass

# %% wrong: grows after every good step
class GradScaler:
    def __init__(self, init_scale=65536.0, growth_factor=2.0, backoff_factor=0.5, growth_interval=2000):
        self.scale = init_scale
        self.growth_factor = growth_factor
        self.backoff_factor = backoff_factor

    def update(self, found_inf):
        if found_inf:
            self.scale *= self.backoff_factor
        else:
            self.scale *= self.growth_factor
        return self.scale

# %% wrong: never grows
class GradScaler:
    def __init__(self, init_scale=65536.0, growth_factor=2.0, backoff_factor=0.5, growth_interval=2000):
        self.scale = init_scale
        self.backoff_factor = backoff_factor

    def update(self, found_inf):
        if found_inf:
            self.scale *= self.backoff_factor
        return self.scale

# %% wrong, in counts good steps: an overflow changes nothing but the count
# -             self.scale *= self.backoff_factor
# -             self.good_steps = 0
# +             self.good_steps = 0

# %% wrong: counts overflows as well
class GradScaler:
    def __init__(self, init_scale=65536.0, growth_factor=2.0, backoff_factor=0.5, growth_interval=2000):
        self.scale = init_scale
        self.growth_factor = growth_factor
        self.backoff_factor = backoff_factor
        self.growth_interval = growth_interval
        self.steps = 0

    def update(self, found_inf):
        self.steps += 1
        if found_inf:
            self.scale *= self.backoff_factor
        elif self.steps % self.growth_interval == 0:
            self.scale *= self.growth_factor
        return self.scale

# %% wrong: gives the scale before the change
class GradScaler:
    def __init__(self, init_scale=65536.0, growth_factor=2.0, backoff_factor=0.5, growth_interval=2000):
        self.scale = init_scale
        self.growth_factor = growth_factor
        self.backoff_factor = backoff_factor
        self.growth_interval = growth_interval
        self.count = 0

    def update(self, found_inf):
        old = self.scale
        if found_inf:
            self.scale *= self.backoff_factor
            self.count = 0
        else:
            self.count += 1
            if self.count == self.growth_interval:
                self.scale *= self.growth_factor
                self.count = 0
        return old

# %% wrong, in counts good steps: returns the new scale and does not keep it
# -             self.scale *= self.backoff_factor
# -             self.good_steps = 0
# +             self.good_steps = 0
# +             return self.scale * self.backoff_factor
# -                 self.scale *= self.growth_factor
# -                 self.good_steps = 0
# +                 self.good_steps = 0
# +                 return self.scale * self.growth_factor

# %% wrong: growth and backoff of 2 and 0.5, whatever was asked for
class GradScaler:
    def __init__(self, init_scale=65536.0, growth_factor=2.0, backoff_factor=0.5, growth_interval=2000):
        self.scale = init_scale
        self.growth_interval = growth_interval
        self.count = 0

    def update(self, found_inf):
        if found_inf:
            self.scale /= 2
            self.count = 0
        else:
            self.count += 1
            if self.count == self.growth_interval:
                self.scale *= 2
                self.count = 0
        return self.scale

# %% wrong, in counts good steps: an overflow goes back to the first scale
# -         self.scale = init_scale
# +         self.scale = self.init_scale = init_scale
# -             self.scale *= self.backoff_factor
# +             self.scale = self.init_scale

# %% wrong, in counts good steps: never below 1
# -             self.scale *= self.backoff_factor
# +             self.scale = max(1.0, self.scale * self.backoff_factor)

# %% wrong, in counts good steps: never above the first scale
# -         self.scale = init_scale
# +         self.scale = self.max_scale = init_scale
# -                 self.scale *= self.growth_factor
# +                 self.scale = min(self.max_scale, self.scale * self.growth_factor)

# %% wrong, in counts good steps: a second overflow in a row changes nothing
# -             self.scale *= self.backoff_factor
# -             self.good_steps = 0
# +             if self.good_steps >= 0:
# +                 self.scale *= self.backoff_factor
# +             self.good_steps = -1
# -             self.good_steps += 1
# +             self.good_steps = max(self.good_steps, 0) + 1

# %% wrong, in counts good steps: grows one step too early
# -         self.growth_interval = growth_interval
# +         self.growth_interval = growth_interval - 1

# %% wrong, in counts good steps: found_inf the other way round
# -         if found_inf:
# +         if not found_inf:

# %% wrong, in counts good steps: adds the factor
# -                 self.scale *= self.growth_factor
# +                 self.scale += self.growth_factor

# %% wrong: AttributeError
class GradScaler:
    def __init__(self, init_scale=65536.0, growth_factor=2.0, backoff_factor=0.5, growth_interval=2000):
        self.init_scale = init_scale
        self.growth_factor = growth_factor
        self.backoff_factor = backoff_factor
        self.growth_interval = growth_interval
        self.count = 0

    def update(self, found_inf):
        if found_inf:
            self.init_scale *= self.backoff_factor
            self.count = 0
        else:
            self.count += 1
            if self.count == self.growth_interval:
                self.init_scale *= self.growth_factor
                self.count = 0
        return self.init_scale

# %% wrong: UnboundLocalError
class GradScaler:
    def __init__(self, init_scale=65536.0, growth_factor=2.0, backoff_factor=0.5, growth_interval=2000):
        self.scale = init_scale
        self.growth_factor = growth_factor
        self.backoff_factor = backoff_factor
        self.growth_interval = growth_interval

    def update(self, found_inf):
        if found_inf:
            self.scale *= self.backoff_factor
            count = 0
        else:
            count += 1
            if count == self.growth_interval:
                self.scale *= self.growth_factor
                count = 0
        return self.scale

# %% wrong, in counts good steps: every overflow begins from the first scale
# -         self.scale = init_scale
# +         self.scale = self.start = init_scale
# -             self.scale *= self.backoff_factor
# +             self.scale = self.start * self.backoff_factor

# %% wrong, in counts good steps: begins to count at 1 after an overflow
# -             self.good_steps = 0
# -         else:
# -             self.good_steps += 1
# -             if self.good_steps == self.growth_interval:
# -                 self.scale *= self.growth_factor
# -                 self.good_steps = 0
# +             self.good_steps = 0
# +         self.good_steps += 1
# +         if self.good_steps == self.growth_interval:
# +             self.scale *= self.growth_factor
# +             self.good_steps = 0

# %% wrong, in counts good steps: an overflow counts as a step like the others
# -         if found_inf:
# -             self.scale *= self.backoff_factor
# -             self.good_steps = 0
# -         else:
# -             self.good_steps += 1
# -             if self.good_steps == self.growth_interval:
# -                 self.scale *= self.growth_factor
# -                 self.good_steps = 0
# +         self.good_steps += 1
# +         if found_inf:
# +             self.scale *= self.backoff_factor
# +         elif self.good_steps >= self.growth_interval:
# +             self.scale *= self.growth_factor
# +             self.good_steps = 0

# %% wrong, in counts good steps: divides by growth_factor after an overflow
# -             self.scale *= self.backoff_factor
# +             self.scale /= self.growth_factor

# %% wrong, in counts good steps: whole numbers only
# -             self.scale *= self.backoff_factor
# +             self.scale = int(self.scale * self.backoff_factor)

# %% wrong, in counts good steps: always begins with 65536
# -         self.scale = init_scale
# +         self.scale = 65536.0

# %% wrong, in counts good steps: unused parameter
# -         self.growth_interval = growth_interval
# +         self.growth_interval = 2000

# %% wrong: an overflow grows the scale as well
class GradScaler:
    def __init__(self, init_scale=65536.0, growth_factor=2.0, backoff_factor=0.5, growth_interval=2000):
        self.scale = init_scale
        self.growth_factor = growth_factor
        self.backoff_factor = backoff_factor
        self.growth_interval = growth_interval
        self.good = 0

    def update(self, found_inf):
        self.good += 1
        if found_inf:
            self.scale *= self.backoff_factor
            self.good = 0
        if self.good % self.growth_interval == 0:
            self.scale *= self.growth_factor
        return self.scale

# %% right (developed)
class GradScaler:
    def __init__(self, init_scale=65536.0, growth_factor=2.0, backoff_factor=0.5, growth_interval=2000):
        self.scale = init_scale
        self.growth_factor = growth_factor
        self.backoff_factor = backoff_factor
        self.growth_interval = growth_interval
        self.good = 0

    def update(self, found_inf):
        if found_inf:
            self.scale *= self.backoff_factor
            self.good = 0
        else:
            self.good += 1
            if self.good == self.growth_interval:
                self.scale *= self.growth_factor
                self.good = 0
        return self.scale

# %% wrong (developed): grows one step too late
class GradScaler:
    def __init__(self, init_scale=65536.0, growth_factor=2.0, backoff_factor=0.5, growth_interval=2000):
        self.scale = init_scale
        self.growth_factor = growth_factor
        self.backoff_factor = backoff_factor
        self.growth_interval = growth_interval
        self.good = 0

    def update(self, found_inf):
        if found_inf:
            self.scale *= self.backoff_factor
            self.good = 0
        else:
            self.good += 1
            if self.good > self.growth_interval:
                self.scale *= self.growth_factor
                self.good = 0
        return self.scale

# %% wrong (developed): the count goes on after an overflow
class GradScaler:
    def __init__(self, init_scale=65536.0, growth_factor=2.0, backoff_factor=0.5, growth_interval=2000):
        self.scale = init_scale
        self.growth_factor = growth_factor
        self.backoff_factor = backoff_factor
        self.growth_interval = growth_interval
        self.good = 0

    def update(self, found_inf):
        if found_inf:
            self.scale *= self.backoff_factor
        else:
            self.good += 1
            if self.good == self.growth_interval:
                self.scale *= self.growth_factor
                self.good = 0
        return self.scale

# %% wrong (held): grows once, and not again
class GradScaler:
    def __init__(self, init_scale=65536.0, growth_factor=2.0, backoff_factor=0.5, growth_interval=2000):
        self.scale = init_scale
        self.growth_factor = growth_factor
        self.backoff_factor = backoff_factor
        self.growth_interval = growth_interval
        self.good = 0

    def update(self, found_inf):
        if found_inf:
            self.scale *= self.backoff_factor
            self.good = 0
        else:
            self.good += 1
            if self.good == self.growth_interval:
                self.scale *= self.growth_factor
        return self.scale

# %% wrong (developed): grows in every step after the first growth
class GradScaler:
    def __init__(self, init_scale=65536.0, growth_factor=2.0, backoff_factor=0.5, growth_interval=2000):
        self.scale = init_scale
        self.growth_factor = growth_factor
        self.backoff_factor = backoff_factor
        self.growth_interval = growth_interval
        self.good = 0

    def update(self, found_inf):
        if found_inf:
            self.scale *= self.backoff_factor
            self.good = 0
        else:
            self.good += 1
            if self.good >= self.growth_interval:
                self.scale *= self.growth_factor
        return self.scale

# %% wrong (developed): an overflow makes it larger
class GradScaler:
    def __init__(self, init_scale=65536.0, growth_factor=2.0, backoff_factor=0.5, growth_interval=2000):
        self.scale = init_scale
        self.growth_factor = growth_factor
        self.backoff_factor = backoff_factor
        self.growth_interval = growth_interval
        self.good = 0

    def update(self, found_inf):
        if found_inf:
            self.scale /= self.backoff_factor
            self.good = 0
        else:
            self.good += 1
            if self.good == self.growth_interval:
                self.scale *= self.growth_factor
                self.good = 0
        return self.scale

# %% wrong (developed): method returns nothing
class GradScaler:
    def __init__(self, init_scale=65536.0, growth_factor=2.0, backoff_factor=0.5, growth_interval=2000):
        self.scale = init_scale
        self.growth_factor = growth_factor
        self.backoff_factor = backoff_factor
        self.growth_interval = growth_interval
        self.good = 0

    def update(self, found_inf):
        if found_inf:
            self.scale *= self.backoff_factor
            self.good = 0
        else:
            self.good += 1
            if self.good == self.growth_interval:
                self.scale *= self.growth_factor
                self.good = 0
        pass

# %% wrong (developed): found_inf the other way round
class GradScaler:
    def __init__(self, init_scale=65536.0, growth_factor=2.0, backoff_factor=0.5, growth_interval=2000):
        self.scale = init_scale
        self.growth_factor = growth_factor
        self.backoff_factor = backoff_factor
        self.growth_interval = growth_interval
        self.good = 0

    def update(self, found_inf):
        if not found_inf:
            self.scale *= self.backoff_factor
            self.good = 0
        else:
            self.good += 1
            if self.good == self.growth_interval:
                self.scale *= self.growth_factor
                self.good = 0
        return self.scale

# %% wrong (held): keeps an argument and never uses it
class GradScaler:
    def __init__(self, init_scale=65536.0, growth_factor=2.0, backoff_factor=0.5, growth_interval=2000):
        self.scale = init_scale
        self.growth_factor = growth_factor
        self.backoff_factor = backoff_factor
        self.growth_interval = growth_interval
        self.good = 0

    def update(self, found_inf):
        if found_inf:
            self.scale *= self.backoff_factor
            self.good = 0
        else:
            self.good += 1
            if self.good == self.growth_interval:
                self.scale *= 2
                self.good = 0
        return self.scale

# %% wrong (developed): keeps an argument and never uses it
class GradScaler:
    def __init__(self, init_scale=65536.0, growth_factor=2.0, backoff_factor=0.5, growth_interval=2000):
        self.scale = init_scale
        self.growth_factor = growth_factor
        self.backoff_factor = backoff_factor
        self.growth_interval = growth_interval
        self.good = 0

    def update(self, found_inf):
        if found_inf:
            self.scale /= 2
            self.good = 0
        else:
            self.good += 1
            if self.good == self.growth_interval:
                self.scale *= self.growth_factor
                self.good = 0
        return self.scale

# %% wrong (held): adds the factor
class GradScaler:
    def __init__(self, init_scale=65536.0, growth_factor=2.0, backoff_factor=0.5, growth_interval=2000):
        self.scale = init_scale
        self.growth_factor = growth_factor
        self.backoff_factor = backoff_factor
        self.growth_interval = growth_interval
        self.good = 0

    def update(self, found_inf):
        if found_inf:
            self.scale *= self.backoff_factor
            self.good = 0
        else:
            self.good += 1
            if self.good == self.growth_interval:
                self.scale += self.growth_factor
                self.good = 0
        return self.scale

# %% wrong (held): begins to count at 1 after an overflow
class GradScaler:
    def __init__(self, init_scale=65536.0, growth_factor=2.0, backoff_factor=0.5, growth_interval=2000):
        self.scale = init_scale
        self.growth_factor = growth_factor
        self.backoff_factor = backoff_factor
        self.growth_interval = growth_interval
        self.good = 0

    def update(self, found_inf):
        self.good += 1
        if found_inf:
            self.scale *= self.backoff_factor
            self.good = 0
            self.good = 1
        elif self.good == self.growth_interval:
            self.scale *= self.growth_factor
            self.good = 0
        return self.scale

# %% wrong (developed): gives the scale before the change
class GradScaler:
    def __init__(self, init_scale=65536.0, growth_factor=2.0, backoff_factor=0.5, growth_interval=2000):
        self.scale = init_scale
        self.growth_factor = growth_factor
        self.backoff_factor = backoff_factor
        self.growth_interval = growth_interval
        self.good = 0

    def update(self, found_inf):
        old = self.scale
        if found_inf:
            self.scale *= self.backoff_factor
            self.good = 0
        else:
            self.good += 1
            if self.good == self.growth_interval:
                self.scale *= self.growth_factor
                self.good = 0
        return old

# %% wrong (developed): the count goes on after an overflow
class GradScaler:
    def __init__(self, init_scale=65536.0, growth_factor=2.0, backoff_factor=0.5, growth_interval=2000):
        self.scale = init_scale
        self.growth_factor = growth_factor
        self.backoff_factor = backoff_factor
        self.growth_interval = growth_interval
        self.good = 0

    def update(self, found_inf):
        if found_inf:
            self.scale *= self.backoff_factor
        else:
            self.good += 1
            if self.good > self.growth_interval:
                self.scale *= self.growth_factor
                self.good = 0
        return self.scale

# %% wrong (held): method returns nothing
class GradScaler:
    def __init__(self, init_scale=65536.0, growth_factor=2.0, backoff_factor=0.5, growth_interval=2000):
        self.scale = init_scale
        self.growth_factor = growth_factor
        self.backoff_factor = backoff_factor
        self.growth_interval = growth_interval
        self.good = 0

    def update(self, found_inf):
        if found_inf:
            self.scale *= self.backoff_factor
            self.good = 0
        else:
            self.good += 1
            if self.good == self.growth_interval:
                self.scale *= 2
                self.good = 0
        pass

# %% right (held)
class GradScaler:
    def __init__(self, init_scale=65536.0, growth_factor=2.0, backoff_factor=0.5, growth_interval=2000):
        self.scale, self.up, self.down = init_scale, growth_factor, backoff_factor
        self.left = self.interval = growth_interval
    def update(self, found_inf):
        self.left -= 1
        if found_inf:
            self.scale, self.left = self.scale * self.down, self.interval
        elif not self.left:
            self.scale, self.left = self.scale * self.up, self.interval
        return self.scale

# %% right (held)
class GradScaler:
    def __init__(self, init_scale=65536.0, growth_factor=2.0, backoff_factor=0.5, growth_interval=2000):
        vars(self).update(scale=init_scale, g=growth_factor, b=backoff_factor, n=growth_interval, streak=0)
    def update(self, found_inf):
        self.streak = 0 if found_inf else self.streak + 1
        factor = self.b if found_inf else 1.0
        if self.streak >= self.n:
            factor, self.streak = self.g, 0
        self.scale = self.scale * factor
        return self.scale

# %% right (developed)
class GradScaler:
    def __init__(self, init_scale=65536.0, growth_factor=2.0, backoff_factor=0.5, growth_interval=2000):
        self.scale = init_scale
        self._factors = {True: backoff_factor, False: growth_factor}
        self._interval = growth_interval
        self._left = growth_interval
    def update(self, found_inf):
        self._left -= 1
        if found_inf or self._left == 0:
            self.scale *= self._factors[bool(found_inf)]
            self._left = self._interval
        return self.scale

# %% wrong (held): method returns nothing
class GradScaler:
    def __init__(self, init_scale=65536.0, growth_factor=2.0, backoff_factor=0.5, growth_interval=2000):
        self.scale = init_scale
        self.growth_factor = growth_factor
        self.backoff_factor = backoff_factor
        self.growth_interval = growth_interval
        self.good = 0
    def update(self, found_inf):
        if found_inf:
            self.scale /= self.backoff_factor
            self.good = 0
        else:
            self.good += 1
            if self.good == self.growth_interval:
                self.scale *= self.growth_factor
                self.good = 0

# %% right (held)
class GradScaler:
    def __init__(self, init_scale=65536.0, growth_factor=2.0, backoff_factor=0.5, growth_interval=2000):
        self.scale, self._up, self._down = init_scale, growth_factor, backoff_factor
        self._every = self._left = growth_interval

    def update(self, found_inf):
        self._left -= 1
        if found_inf:
            self.scale *= self._down
            self._left = self._every
        elif not self._left:
            self.scale *= self._up
            self._left = self._every
        return self.scale

# %% wrong (held): grows one step too late
class GradScaler:
    def __init__(self, init_scale=65536.0, growth_factor=2.0, backoff_factor=0.5, growth_interval=2000):
        self.scale = init_scale
        self.growth_factor = growth_factor
        self.backoff_factor = backoff_factor
        self.growth_interval = growth_interval
        self.good = 0

    def update(self, found_inf):
        if found_inf:
            self.scale = self.scale * self.backoff_factor
            self.good = 0
        else:
            self.good += 1
            if self.good > self.growth_interval:
                self.scale = self.scale * self.growth_factor
                self.good = 0
        return self.scale

# %% wrong (held): an overflow makes it larger
class GradScaler:
    def __init__(self, init_scale=65536.0, growth_factor=2.0, backoff_factor=0.5, growth_interval=2000):
        self.scale = init_scale
        self.growth_factor = growth_factor
        self.backoff_factor = backoff_factor
        self.growth_interval = growth_interval
        self.good = 0

    def update(self, found_inf):
        if found_inf:
            self.scale = self.scale / self.backoff_factor
            self.good = 0
        else:
            self.good += 1
            if self.good == self.growth_interval:
                self.scale = self.scale * self.growth_factor
                self.good = 0
        return self.scale

# %% wrong (held): (no diagnosis)
class GradScaler:
    def __init__(self, init_scale=65536.0, growth_factor=2.0, backoff_factor=0.5, growth_interval=2000):
        self.scale = init_scale
        self.growth_factor = growth_factor
        self.backoff_factor = backoff_factor
        self.growth_interval = growth_interval
        self.good = 0

    def update(self, found_inf):
        if found_inf:
            self.scale = self.scale / self.backoff_factor
        else:
            self.good += 1
            if self.good == self.growth_interval:
                self.scale = self.scale * self.growth_factor
                self.good = 0
        return self.scale

# %% right (developed)
class GradScaler:
    def __init__(self, init_scale=65536.0, growth_factor=2.0, backoff_factor=0.5, growth_interval=2000):
        self.scale = float(init_scale)
        self.factors = {"up": growth_factor, "same": 1.0, "down": backoff_factor}
        self.new_row = lambda: iter(["same"] * (growth_interval - 1) + ["up"])
        self.row = self.new_row()

    def update(self, found_inf):
        what = "down" if found_inf else next(self.row)
        if what != "same":
            self.row = self.new_row()
        self.scale *= self.factors[what]
        return self.scale

# %% wrong (developed): the count goes on after an overflow
class GradScaler:
    def __init__(self, init_scale=65536.0, growth_factor=2.0, backoff_factor=0.5, growth_interval=2000):
        self.scale = init_scale
        self.gf, self.bf, self.gi = growth_factor, backoff_factor, growth_interval
        self.n = 0

    def update(self, found_inf):
        if found_inf:
            self.scale *= self.bf
        else:
            self.n += 1
            if self.n == self.gi:
                self.scale *= self.gf
                self.n = 0
        return self.scale

# %% right (held)
class GradScaler:
    def __init__(self, init_scale=65536.0, growth_factor=2.0, backoff_factor=0.5, growth_interval=2000):
        self.scale = init_scale
        self.grow, self.back, self.every = growth_factor, backoff_factor, growth_interval
        self.left = growth_interval
    def update(self, found_inf):
        self.left -= 1
        if found_inf or not self.left:
            self.left = self.every
            self.scale *= self.back if found_inf else self.grow
        return self.scale

# %% wrong: the count goes on after an overflow
class GradScaler:
    def __init__(self, init_scale=65536.0, growth_factor=2.0, backoff_factor=0.5, growth_interval=2000):
        self.scale = init_scale
        self.up = growth_factor
        self.down = backoff_factor
        self.interval = growth_interval
        self.n = 0
    def update(self, found_inf):
        if found_inf:
            self.scale *= self.down
        else:
            self.n += 1
            if self.n > self.interval:
                self.scale *= self.up
                self.n = 0
        return self.scale

# %% wrong (developed): wrong only where found_inf is NumPy's
class GradScaler:
    def __init__(self, init_scale=65536.0, growth_factor=2.0, backoff_factor=0.5, growth_interval=2000):
        self.scale = init_scale
        self.growth_factor, self.backoff_factor = growth_factor, backoff_factor
        self.growth_interval = growth_interval
        self.good_steps = 0

    def update(self, found_inf):
        if found_inf is True:
            self.scale *= self.backoff_factor
            self.good_steps = 0
        else:
            self.good_steps += 1
            if self.good_steps == self.growth_interval:
                self.scale *= self.growth_factor
                self.good_steps = 0
        return self.scale
