"""Exports small networks of the forms that people write, with an input and the scores of each. Run in this folder."""
import warnings, numpy as np, torch, torch.nn as nn, torch.nn.functional as F

warnings.filterwarnings("ignore")
A, T = 3, 12

def export(name, net, x, **options):
    torch.manual_seed(0)
    for m in net.modules():
        if isinstance(m, (nn.BatchNorm1d, nn.BatchNorm2d)):
            m.running_mean.normal_(); m.running_var.uniform_(0.5, 2); m.weight.data.normal_(); m.bias.data.normal_()
    net.eval()
    options.setdefault("opset_version", 13)
    torch.onnx.export(net, x[:1] if "dynamic_axes" not in options else x, f"{name}.onnx", input_names=["x"], output_names=["y"], **options)
    with torch.no_grad():
        np.savez(f"{name}.npz", x=x.numpy(), y=net.scores(x).numpy())

class Channel(nn.Module):
    """[n][1][axes][time], strides, dilation, batch normalization, kernel over all axes."""
    def __init__(s):
        super().__init__()
        s.a = nn.Conv2d(1, 4, (1, 3), stride=(1, 2), padding=(0, 1)); s.n = nn.BatchNorm2d(4)
        s.b = nn.Conv2d(4, 5, (A, 2), dilation=(1, 2), bias=False); s.c = nn.Linear(5 * 4, 6); s.d = nn.Linear(6, 2)
    def scores(s, x):
        h = F.relu(s.n(s.a(x))); h = F.relu(s.b(h))
        return s.d(F.dropout(F.relu(s.c(torch.flatten(h, 1))), 0.5, s.training))
    forward = scores

class Folded(nn.Module):
    """Axes folded into the batch, so that features are [axes][channels][time]; ends in a softmax."""
    def __init__(s):
        super().__init__(); s.a = nn.Conv1d(1, 4, 5, padding=2); s.n = nn.BatchNorm1d(4); s.c = nn.Linear(A * 4 * T, 3)
    def scores(s, x):
        h = F.relu(s.n(s.a(x.reshape(x.size(0) * A, 1, T))))
        return s.c(h.reshape(x.size(0), -1))
    def forward(s, x): return F.softmax(s.scores(x), 1)

class Channels(nn.Module):
    """Axes as channels of a one-dimensional convolution; MatMul and Add by hand."""
    def __init__(s):
        super().__init__()
        s.a = nn.Conv1d(A, 4, 3, padding=1); s.b = nn.Conv1d(4, 3, 4, stride=2); s.w = nn.Parameter(torch.randn(3 * 5, 2)); s.bias = nn.Parameter(torch.randn(2))
    def scores(s, x):
        h = F.relu(s.b(F.relu(s.a(x))))
        return h.view(h.shape[0], -1) @ s.w + s.bias
    forward = scores

x = torch.randn(2, A, T, generator=torch.Generator().manual_seed(1))
batch = dict(dynamic_axes={"x": {0: "N"}})
for name, net, x, o in [
    ("channel", Channel(), x.unsqueeze(1), {}),
    ("channel_unfolded", Channel(), x.unsqueeze(1), dict(training=torch.onnx.TrainingMode.PRESERVE, do_constant_folding=False, **batch)),
    ("folded", Folded(), x, batch), ("folded_static", Folded(), x, dict(opset_version=11)),
    ("channels", Channels(), x, batch), ("channels_static", Channels(), x, dict(opset_version=9)),
]:
    export(name, net, x, **o)

class Pool(nn.Module):
    def __init__(s): super().__init__(); s.a = nn.Conv1d(A, 4, 3)
    def scores(s, x): return F.max_pool1d(s.a(x), 2)
    forward = scores
class Skip(nn.Module):
    def __init__(s): super().__init__(); s.a = nn.Conv1d(A, A, 3, padding=1)
    def scores(s, x): return F.relu(s.a(x)) + x
    forward = scores
export("pool", Pool(), x, **batch)
export("skip", Skip(), x, **batch)
