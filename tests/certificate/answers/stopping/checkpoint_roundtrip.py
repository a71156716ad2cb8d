import numpy as np

# %% wrong: the optimizer does not come back
import pickle
class Checkpoint:
    def save(self, path, model, optimizer, epoch):
        state = {"model": model.state_dict(), "epoch": epoch}
        with open(path, "wb") as f:
            pickle.dump(state, f)

    def load(self, path, model, optimizer):
        with open(path, "rb") as f:
            state = pickle.load(f)
        model.load_state_dict(state["model"])
        return state["epoch"]

# %% wrong: the optimizer does not come back
import torch
class Checkpoint:
    def save(self, path, model, optimizer, epoch):
        torch.save({
            "epoch": epoch,
            "model_state_dict": model.state_dict(),
            "optimizer_state_dict": optimizer.state_dict(),
        }, path)

    def load(self, path, model, optimizer):
        checkpoint = torch.load(path, weights_only=False)
        model.load_state_dict(checkpoint["model_state_dict"])
        return checkpoint["epoch"]

# %% wrong: the epoch is one too large
import torch
class Checkpoint:
    def save(self, path, model, optimizer, epoch):
        torch.save({
            "epoch": epoch,
            "model_state_dict": model.state_dict(),
            "optimizer_state_dict": optimizer.state_dict(),
        }, path)

    def load(self, path, model, optimizer):
        checkpoint = torch.load(path, weights_only=False)
        model.load_state_dict(checkpoint["model_state_dict"])
        optimizer.load_state_dict(checkpoint["optimizer_state_dict"])
        return checkpoint["epoch"] + 1

# %% wrong: KeyError
import torch
class Checkpoint:
    def save(self, path, model, optimizer, epoch):
        torch.save({
            "epoch": epoch,
            "model_state_dict": model.state_dict(),
            "optimizer_state_dict": optimizer.state_dict(),
        }, path)

    def load(self, path, model, optimizer):
        checkpoint = torch.load(path, weights_only=False)
        model.load_state_dict(checkpoint["model"])
        optimizer.load_state_dict(checkpoint["optimizer_state_dict"])
        return checkpoint["epoch"]

# %% wrong: TypeError
import pickle
class Checkpoint:
    def save(self, path, model, optimizer, epoch):
        state = {"model": model.state_dict(), "optimizer": optimizer.state_dict(), "epoch": epoch}
        with open(path, "w") as f:
            pickle.dump(state, f)

    def load(self, path, model, optimizer):
        with open(path, "rb") as f:
            state = pickle.load(f)
        model.load_state_dict(state["model"])
        optimizer.load_state_dict(state["optimizer"])
        return state["epoch"]

# %% wrong: forgets the buffers
import pickle
class Checkpoint:
    def save(self, path, model, optimizer, epoch):
        weights = [p.detach().numpy().copy() for p in model.parameters()]
        with open(path, "wb") as f:
            pickle.dump({"weights": weights, "optimizer": optimizer.state_dict(), "epoch": epoch}, f)

    def load(self, path, model, optimizer):
        with open(path, "rb") as f:
            state = pickle.load(f)
        for p, w in zip(model.parameters(), state["weights"]):
            p.detach().numpy()[...] = w
        optimizer.load_state_dict(state["optimizer"])
        return state["epoch"]

# %% wrong: TypeError
import copy
class Checkpoint:
    def __init__(self):
        self.state = None

    def save(self, path, model, optimizer, epoch):
        self.state = (copy.deepcopy(model.state_dict()), copy.deepcopy(optimizer.state_dict()), epoch)

    def load(self, path, model, optimizer):
        weights, opt, epoch = self.state
        model.load_state_dict(weights)
        optimizer.load_state_dict(opt)
        return epoch

# %% wrong: keeps references in memory
saved = {}

class Checkpoint:
    def save(self, path, model, optimizer, epoch):
        saved[path] = {"model": model.state_dict(), "optimizer": optimizer.state_dict(), "epoch": epoch}

    def load(self, path, model, optimizer):
        model.load_state_dict(saved[path]["model"])
        optimizer.load_state_dict(saved[path]["optimizer"])
        return saved[path]["epoch"]

# %% wrong: fills nothing
import pickle
class Checkpoint:
    def save(self, path, model, optimizer, epoch):
        with open(path, "wb") as f:
            pickle.dump((model, optimizer, epoch), f)

    def load(self, path, model, optimizer):
        with open(path, "rb") as f:
            model, optimizer, epoch = pickle.load(f)
        return epoch

# %% wrong: AttributeError
import torch
class Checkpoint:
    def save(self, path, model, optimizer, epoch):
        torch.save(model.state_dict(), path)
        self.epoch = epoch

    def load(self, path, model, optimizer):
        model.load_state_dict(torch.load(path, weights_only=False))
        return self.epoch

# %% wrong: TypeError
import json
class Checkpoint:
    def save(self, path, model, optimizer, epoch):
        with open(path, "w") as f:
            json.dump({"model": model.state_dict(), "optimizer": optimizer.state_dict(), "epoch": epoch}, f)

    def load(self, path, model, optimizer):
        with open(path) as f:
            data = json.load(f)
        model.load_state_dict(data["model"])
        optimizer.load_state_dict(data["optimizer"])
        return data["epoch"]

# %% wrong: writes under another name
import pickle
class Checkpoint:
    def save(self, path, model, optimizer, epoch):
        with open("best_model.pkl", "wb") as f:
            pickle.dump({"m": model.state_dict(), "o": optimizer.state_dict(), "e": epoch}, f)

    def load(self, path, model, optimizer):
        with open("best_model.pkl", "rb") as f:
            d = pickle.load(f)
        model.load_state_dict(d["m"])
        optimizer.load_state_dict(d["o"])
        return d["e"]

# %% wrong: keeps one learning rate of the optimizer
import pickle
class Checkpoint:
    def save(self, path, model, optimizer, epoch):
        d = {"model": model.state_dict(), "lr": optimizer.param_groups[0]["lr"], "epoch": epoch}
        with open(path, "wb") as f:
            pickle.dump(d, f)

    def load(self, path, model, optimizer):
        with open(path, "rb") as f:
            d = pickle.load(f)
        model.load_state_dict(d["model"])
        optimizer.param_groups[0]["lr"] = d["lr"]
        return d["epoch"]

# %% wrong: TypeError
import pickle
class Checkpoint:
    def save(path, model, optimizer, epoch):
        with open(path, "wb") as f:
            pickle.dump([model.state_dict(), optimizer.state_dict(), epoch], f)

    def load(path, model, optimizer):
        with open(path, "rb") as f:
            model_state, optimizer_state, epoch = pickle.load(f)
        model.load_state_dict(model_state)
        optimizer.load_state_dict(optimizer_state)
        return epoch

# %% wrong: TypeError
class Checkpoint:
    def save(self, path, model, optimizer, epoch):
        np.save(path, {"model": model.state_dict(), "optimizer": optimizer.state_dict(), "epoch": epoch})

    def load(self, path, model, optimizer):
        model.load_state_dict(path)
        optimizer.load_state_dict(path)
        return np.load(path)["epoch"]

# %% wrong: method returns another kind
import pickle
class Checkpoint:
    def save(self, path, model, optimizer, epoch):
        with open(path, "wb") as f:
            pickle.dump({"epoch": epoch, "model": model.state_dict(), "optimizer": optimizer.state_dict()}, f)

    def load(self, path, model, optimizer):
        with open(path, "rb") as f:
            ckpt = pickle.load(f)
        model.load_state_dict(ckpt["model"])
        optimizer.load_state_dict(ckpt["optimizer"])
        return ckpt

# %% right: torch.save
import torch
class Checkpoint:
    def save(self, path, model, optimizer, epoch):
        torch.save({
            "epoch": epoch,
            "model_state_dict": model.state_dict(),
            "optimizer_state_dict": optimizer.state_dict(),
        }, path)

    def load(self, path, model, optimizer):
        checkpoint = torch.load(path, weights_only=False)
        model.load_state_dict(checkpoint["model_state_dict"])
        optimizer.load_state_dict(checkpoint["optimizer_state_dict"])
        return checkpoint["epoch"]

# %% right: pickle
import pickle
class Checkpoint:
    def save(self, path, model, optimizer, epoch):
        state = {"model": model.state_dict(), "optimizer": optimizer.state_dict(), "epoch": epoch}
        with open(path, "wb") as f:
            pickle.dump(state, f)

    def load(self, path, model, optimizer):
        with open(path, "rb") as f:
            state = pickle.load(f)
        model.load_state_dict(state["model"])
        optimizer.load_state_dict(state["optimizer"])
        return state["epoch"]

# %% right
import pickle
from pathlib import Path
class Checkpoint:
    def save(self, path, model, optimizer, epoch):
        Path(path).write_bytes(pickle.dumps((epoch, model.state_dict(), optimizer.state_dict())))

    def load(self, path, model, optimizer):
        epoch, weights, opt_state = pickle.loads(Path(path).read_bytes())
        model.load_state_dict(weights)
        optimizer.load_state_dict(opt_state)
        return epoch

# %% right
import pickle, json
class Checkpoint:
    def save(self, path, model, optimizer, epoch):
        for name, thing in (("model", model), ("optimizer", optimizer)):
            with open(f"{path}.{name}.pkl", "wb") as f:
                pickle.dump(thing.state_dict(), f)
        with open(f"{path}.json", "w") as f:
            json.dump({"epoch": epoch}, f)

    def load(self, path, model, optimizer):
        for name, thing in (("model", model), ("optimizer", optimizer)):
            with open(f"{path}.{name}.pkl", "rb") as f:
                thing.load_state_dict(pickle.load(f))
        with open(f"{path}.json") as f:
            return json.load(f)["epoch"]

# %% right: arrays for the model
import pickle
class Checkpoint:
    def save(self, path, model, optimizer, epoch):
        arrays = {}
        for name, tensor in model.state_dict().items():
            arrays[name] = tensor.detach().cpu().numpy().copy()
        with open(path, "wb") as f:
            pickle.dump(arrays, f)
            pickle.dump(optimizer.state_dict(), f)
            pickle.dump(epoch, f)

    def load(self, path, model, optimizer):
        with open(path, "rb") as f:
            arrays = pickle.load(f)
            optimizer_state = pickle.load(f)
            epoch = pickle.load(f)
        state = model.state_dict()
        for name, tensor in state.items():
            tensor.detach().numpy()[...] = arrays[name]
        model.load_state_dict(state)
        optimizer.load_state_dict(optimizer_state)
        return epoch

# %% right
import pickle, zipfile
class Checkpoint:
    def save(self, path, model, optimizer, epoch):
        with zipfile.ZipFile(path, "w") as z:
            z.writestr("model", pickle.dumps(model.state_dict()))
            z.writestr("optimizer", pickle.dumps(optimizer.state_dict()))
            z.writestr("epoch", str(epoch))

    def load(self, path, model, optimizer):
        with zipfile.ZipFile(path) as z:
            model.load_state_dict(pickle.loads(z.read("model")))
            optimizer.load_state_dict(pickle.loads(z.read("optimizer")))
            return int(z.read("epoch"))

# %% right
import shelve
class Checkpoint:
    def save(self, path, model, optimizer, epoch):
        with shelve.open(str(path)) as db:
            db["model"] = model.state_dict()
            db["optimizer"] = optimizer.state_dict()
            db["epoch"] = epoch

    def load(self, path, model, optimizer):
        with shelve.open(str(path)) as db:
            model.load_state_dict(db["model"])
            optimizer.load_state_dict(db["optimizer"])
            return db["epoch"]

# %% right
import io, torch
class Checkpoint:
    def __init__(self, verbose=False):
        self.verbose = verbose

    def save(self, path, model, optimizer, epoch):
        buffer = io.BytesIO()
        torch.save({"m": model.state_dict(), "o": optimizer.state_dict(), "e": epoch}, buffer)
        with open(path, "wb") as f:
            f.write(buffer.getvalue())

    def load(self, path, model, optimizer):
        with open(path, "rb") as f:
            buffer = io.BytesIO(f.read())
        data = torch.load(buffer, weights_only=False, map_location="cpu")
        model.load_state_dict(data["m"])
        optimizer.load_state_dict(data["o"])
        if self.verbose:
            print("resumed from epoch", data["e"])
        return data["e"]

# %% wrong (developed): the optimizer does not come back
import pickle
class Checkpoint:
    def save(self, path, model, optimizer, epoch):
        state = {"model": model.state_dict(), "optimizer": optimizer.state_dict(), "epoch": epoch}
        with open(path, "wb") as f:
            pickle.dump(state, f)

    def load(self, path, model, optimizer):
        with open(path, "rb") as f:
            state = pickle.load(f)
        model.load_state_dict(state["model"])
        return state["epoch"]

# %% wrong (held): method returns nothing
import pickle
class Checkpoint:
    def save(self, path, model, optimizer, epoch):
        state = {"model": model.state_dict(), "optimizer": optimizer.state_dict(), "epoch": epoch}
        with open(path, "wb") as f:
            pickle.dump(state, f)

    def load(self, path, model, optimizer):
        with open(path, "rb") as f:
            state = pickle.load(f)
        model.load_state_dict(state["model"])
        optimizer.load_state_dict(state["optimizer"])
        epoch = state["epoch"]

# %% wrong (held): the epoch is one too large
import pickle
class Checkpoint:
    def save(self, path, model, optimizer, epoch):
        state = {"model": model.state_dict(), "optimizer": optimizer.state_dict(), "epoch": epoch}
        with open(path, "wb") as f:
            pickle.dump(state, f)

    def load(self, path, model, optimizer):
        with open(path, "rb") as f:
            state = pickle.load(f)
        model.load_state_dict(state["model"])
        optimizer.load_state_dict(state["optimizer"])
        return state["epoch"] + 1

# %% wrong (developed): the model does not come back
import pickle
class Checkpoint:
    def save(self, path, model, optimizer, epoch):
        state = {"model": model.state_dict(), "optimizer": optimizer.state_dict(), "epoch": epoch}
        with open(path, "wb") as f:
            pickle.dump(state, f)

    def load(self, path, model, optimizer):
        with open(path, "rb") as f:
            state = pickle.load(f)
        model = state["model"]
        optimizer.load_state_dict(state["optimizer"])
        return state["epoch"]

# %% wrong (held): writes under another name
import pickle
class Checkpoint:
    def save(self, path, model, optimizer, epoch):
        state = {"model": model.state_dict(), "optimizer": optimizer.state_dict(), "epoch": epoch}
        with open("checkpoint.pkl", "wb") as f:
            pickle.dump(state, f)

    def load(self, path, model, optimizer):
        with open("checkpoint.pkl", "rb") as f:
            state = pickle.load(f)
        model.load_state_dict(state["model"])
        optimizer.load_state_dict(state["optimizer"])
        return state["epoch"]

# %% wrong (held): the model does not come back
import pickle
class Checkpoint:
    def save(self, path, model, optimizer, epoch):
        params = [p.detach().numpy().copy() for p in model.parameters()]
        with open(path, "wb") as f:
            pickle.dump((params, optimizer.state_dict(), epoch), f)
    def load(self, path, model, optimizer):
        with open(path, "rb") as f:
            params, opt, epoch = pickle.load(f)
        state = model.state_dict()
        for (name, p), value in zip(model.named_parameters(), params):
            state[name] = type(p.detach())(value) if False else state[name] * 0 + value.astype("float32") if False else state[name]
        optimizer.load_state_dict(opt)
        return epoch

# %% wrong (developed): AttributeError
class Checkpoint:
    def save(self, path, model, optimizer, epoch):
        self.state = (model.state_dict(), optimizer.state_dict(), epoch)
    def load(self, path, model, optimizer):
        m, o, epoch = self.state
        model.load_state_dict(m)
        optimizer.load_state_dict(o)
        return epoch

# %% wrong (held): method returns nothing
import pickle
class Checkpoint:
    def save(self, path, model, optimizer, epoch):
        state = {"model": model.state_dict(), "epoch": epoch}
        with open(path, "wb") as f:
            pickle.dump(state, f)

    def load(self, path, model, optimizer):
        with open(path, "rb") as f:
            state = pickle.load(f)
        model.load_state_dict(state["model"])
        self.epoch = state["epoch"]

# %% wrong (held): the model does not come back
import pickle
class Checkpoint:
    def save(self, path, model, optimizer, epoch):
        state = {"model": model.state_dict(), "optimizer": optimizer.state_dict(), "epoch": epoch}
        with open(path, "wb") as f:
            pickle.dump(state, f)

    def load(self, path, model, optimizer):
        with open(path, "rb") as f:
            state = pickle.load(f)
        optimizer.load_state_dict(state["optimizer"])
        return state["epoch"] + 1

# %% right (developed)
import pickle, pathlib
class Checkpoint:
    def save(self, path, model, optimizer, epoch):
        pathlib.Path(path).write_bytes(pickle.dumps([x.state_dict() for x in (model, optimizer)] + [epoch]))
    def load(self, path, model, optimizer):
        *states, epoch = pickle.loads(pathlib.Path(path).read_bytes())
        for thing, state in zip((model, optimizer), states):
            thing.load_state_dict(state)
        return epoch

# %% right (held)
import torch
class Checkpoint:
    def save(self, path, model, optimizer, epoch):
        torch.save(dict(m=model.state_dict(), o=optimizer.state_dict(), e=epoch), path)
    def load(self, path, model, optimizer):
        d = torch.load(path, weights_only=False)
        model.load_state_dict(d["m"])
        optimizer.load_state_dict(d["o"])
        return d["e"]

# %% wrong (developed): the optimizer does not come back
import pickle
class Checkpoint:
    def save(self, path, model, optimizer, epoch):
        blob = {"model": model.state_dict(), "opt": optimizer.state_dict(), "epoch": epoch}
        with open(path, "wb") as f:
            pickle.dump(blob, f)

    def load(self, path, model, optimizer):
        with open(path, "rb") as f:
            blob = pickle.load(f)
        model.load_state_dict(blob["model"])
        return blob["epoch"]

# %% wrong (held): keeps copies in memory
class Checkpoint:
    kept = {}

    def save(self, path, model, optimizer, epoch):
        import copy, os, pickle
        self.kept[path] = copy.deepcopy((model.state_dict(), optimizer.state_dict(), epoch))
        open(path, 'w').close()

    def load(self, path, model, optimizer):
        import copy, os, pickle
        m, o, epoch = self.kept[path]
        model.load_state_dict(m)
        optimizer.load_state_dict(o)
        return epoch

# %% wrong (held): (no diagnosis)
class Checkpoint:
    def save(self, path, model, optimizer, epoch):
        import copy, os, pickle
        other = os.path.join(os.path.dirname(path), "optimizer.pkl")
        with open(path, "wb") as f:
            pickle.dump((model.state_dict(), epoch), f)
        with open(other, "wb") as f:
            pickle.dump(optimizer.state_dict(), f)

    def load(self, path, model, optimizer):
        import copy, os, pickle
        other = os.path.join(os.path.dirname(path), "optimizer.pkl")
        with open(path, "rb") as f:
            m, epoch = pickle.load(f)
        with open(other, "rb") as f:
            o = pickle.load(f)
        model.load_state_dict(m)
        optimizer.load_state_dict(o)
        return epoch

# %% wrong (held): (no diagnosis)
class Checkpoint:
    def save(self, path, model, optimizer, epoch):
        import copy, os, pickle
        with open(path, "wb") as f:
            pickle.dump((model.state_dict(), optimizer.state_dict()), f)
        with open(os.path.join(os.path.dirname(path), "epoch.txt"), "w") as f:
            f.write(str(epoch))

    def load(self, path, model, optimizer):
        import copy, os, pickle
        with open(path, "rb") as f:
            m, o = pickle.load(f)
        model.load_state_dict(m)
        optimizer.load_state_dict(o)
        with open(os.path.join(os.path.dirname(path), "epoch.txt")) as f:
            return int(f.read())

# %% wrong (held): (no diagnosis)
class Checkpoint:
    def save(self, path, model, optimizer, epoch):
        import copy, os, pickle
        other = os.path.splitext(path)[0] + ".opt"
        with open(path, "wb") as f:
            pickle.dump((model.state_dict(), epoch), f)
        with open(other, "wb") as f:
            pickle.dump(optimizer.state_dict(), f)

    def load(self, path, model, optimizer):
        import copy, os, pickle
        other = os.path.splitext(path)[0] + ".opt"
        with open(path, "rb") as f:
            m, epoch = pickle.load(f)
        with open(other, "rb") as f:
            o = pickle.load(f)
        model.load_state_dict(m)
        optimizer.load_state_dict(o)
        return epoch

# %% wrong (held): (no diagnosis)
class Checkpoint:
    def save(self, path, model, optimizer, epoch):
        import copy, os, pickle
        other = path.rsplit(".", 1)[0] + "_optimizer.pkl"
        with open(path, "wb") as f:
            pickle.dump((model.state_dict(), epoch), f)
        with open(other, "wb") as f:
            pickle.dump(optimizer.state_dict(), f)

    def load(self, path, model, optimizer):
        import copy, os, pickle
        other = path.rsplit(".", 1)[0] + "_optimizer.pkl"
        with open(path, "rb") as f:
            m, epoch = pickle.load(f)
        with open(other, "rb") as f:
            o = pickle.load(f)
        model.load_state_dict(m)
        optimizer.load_state_dict(o)
        return epoch

# %% wrong (held): (no diagnosis)
class Checkpoint:
    def save(self, path, model, optimizer, epoch):
        import copy, os, pickle
        other = path.split(".")[0] + "_optimizer.pkl"
        with open(path, "wb") as f:
            pickle.dump((model.state_dict(), epoch), f)
        with open(other, "wb") as f:
            pickle.dump(optimizer.state_dict(), f)

    def load(self, path, model, optimizer):
        import copy, os, pickle
        other = path.split(".")[0] + "_optimizer.pkl"
        with open(path, "rb") as f:
            m, epoch = pickle.load(f)
        with open(other, "rb") as f:
            o = pickle.load(f)
        model.load_state_dict(m)
        optimizer.load_state_dict(o)
        return epoch

# %% wrong (held): (no diagnosis)
class Checkpoint:
    def save(self, path, model, optimizer, epoch):
        import copy, os, pickle
        other = path[:-4] + "opt.pkl"
        with open(path, "wb") as f:
            pickle.dump((model.state_dict(), epoch), f)
        with open(other, "wb") as f:
            pickle.dump(optimizer.state_dict(), f)

    def load(self, path, model, optimizer):
        import copy, os, pickle
        other = path[:-4] + "opt.pkl"
        with open(path, "rb") as f:
            m, epoch = pickle.load(f)
        with open(other, "rb") as f:
            o = pickle.load(f)
        model.load_state_dict(m)
        optimizer.load_state_dict(o)
        return epoch

# %% wrong (held): (no diagnosis)
class Checkpoint:
    def save(self, path, model, optimizer, epoch):
        import copy, os, pickle
        other = path[:-5] + "_opt.pkl"
        with open(path, "wb") as f:
            pickle.dump((model.state_dict(), epoch), f)
        with open(other, "wb") as f:
            pickle.dump(optimizer.state_dict(), f)

    def load(self, path, model, optimizer):
        import copy, os, pickle
        other = path[:-5] + "_opt.pkl"
        with open(path, "rb") as f:
            m, epoch = pickle.load(f)
        with open(other, "rb") as f:
            o = pickle.load(f)
        model.load_state_dict(m)
        optimizer.load_state_dict(o)
        return epoch

# %% wrong (held): wrong only where a model that went on is to go back
class Checkpoint:
    def save(self, path, model, optimizer, epoch):
        import copy, os, pickle
        self.epoch = epoch
        with open(path, "wb") as f:
            pickle.dump((copy.deepcopy(model.state_dict()), copy.deepcopy(optimizer.state_dict()), epoch), f)

    def load(self, path, model, optimizer):
        import copy, os, pickle
        with open(path, "rb") as f:
            m, o, epoch = pickle.load(f)
        model.load_state_dict(m)
        optimizer.load_state_dict(o)
        return getattr(self, 'epoch', epoch)

# %% wrong (held): wrong only where a model that went on is to go back
class Checkpoint:
    def save(self, path, model, optimizer, epoch):
        import copy, os, pickle
        self.state = copy.deepcopy((model.state_dict(), optimizer.state_dict(), epoch))
        with open(path, "wb") as f:
            pickle.dump((copy.deepcopy(model.state_dict()), copy.deepcopy(optimizer.state_dict()), epoch), f)

    def load(self, path, model, optimizer):
        import copy, os, pickle
        if hasattr(self, "state"):
            m, o, epoch = copy.deepcopy(self.state)
            model.load_state_dict(m)
            optimizer.load_state_dict(o)
            return epoch
        with open(path, "rb") as f:
            m, o, epoch = pickle.load(f)
        model.load_state_dict(m)
        optimizer.load_state_dict(o)
        return epoch

# %% wrong (held): wrong only where numbers are float64
import torch

class Checkpoint:
    def save(self, path, model, optimizer, epoch):
        import copy, os, pickle
        weights = [np.asarray(t.detach().numpy(), dtype=np.float32) if "float" in str(t.dtype) else t.detach().numpy() for t in model.state_dict().values()]
        with open(path, "wb") as f:
            pickle.dump((weights, copy.deepcopy(optimizer.state_dict()), epoch), f)

    def load(self, path, model, optimizer):
        import copy, os, pickle
        with open(path, "rb") as f:
            weights, o, epoch = pickle.load(f)
        state = model.state_dict()
        kind = torch.tensor if "torch" in type(next(iter(state.values()))).__module__ .split(".")[0] and not "tinygrad" in type(next(iter(state.values()))).__module__ else tg.tensor
        model.load_state_dict({name: kind(w) for name, w in zip(state, weights)})
        optimizer.load_state_dict(o)
        return epoch

# %% wrong (held): wrong only where the optimizer's momentum has changed
class Checkpoint:
    def save(self, path, model, optimizer, epoch):
        import copy, os, pickle
        o = optimizer.state_dict()
        with open(path, "wb") as f:
            pickle.dump((copy.deepcopy(model.state_dict()), copy.deepcopy(o["state"]), [g["lr"] for g in o["param_groups"]], epoch), f)

    def load(self, path, model, optimizer):
        import copy, os, pickle
        with open(path, "rb") as f:
            m, s, lrs, epoch = pickle.load(f)
        model.load_state_dict(m)
        o = optimizer.state_dict()
        for g, lr in zip(o["param_groups"], lrs):
            g["lr"] = lr
        optimizer.load_state_dict({**o, "state": s})
        return epoch

# %% wrong (held): ValueError
class Checkpoint:
    def save(self, path, model, optimizer, epoch):
        import copy, os, pickle
        with open(path, "wb") as f:
            pickle.dump((copy.deepcopy(model.state_dict()), copy.deepcopy(optimizer.state_dict()), bytes([epoch])), f)

    def load(self, path, model, optimizer):
        import copy, os, pickle
        with open(path, "rb") as f:
            m, o, epoch = pickle.load(f)
        model.load_state_dict(m)
        optimizer.load_state_dict(o)
        return epoch[0]
