package cli

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"actmax/data"
	"actmax/internal/cli/fault"
	"actmax/internal/cli/open"
	"actmax/internal/cli/settings"
	"actmax/internal/cli/usage"
	"actmax/model"
	"actmax/model/train"
)

func (a *app) modelImportCommand() *cobra.Command {
	var (
		d     open.Flags
		out   string
		force bool
	)
	c := &cobra.Command{
		Use: "import FILE", Short: "Convert an ONNX file or a checkpoint into a checkpoint with activation statistics",
		Long: `Reads a network from an .onnx file or a checkpoint, measures the activations of every unit over the
training segments of the data, and saves both as a checkpoint. Thresholds come from those statistics. An .onnx file
has neither a sampling rate nor class names; the import takes those of the data.`,
		Example: "  actmax model import net.onnx --data dsads --out net.safetensors",
		Args:    usage.OneArgument("an .onnx or .safetensors file"),
		RunE: func(cmd *cobra.Command, args []string) error {
			if err := usage.Required(cmd, "data", "out"); err != nil {
				return err
			}
			if err := checkpointName(out); err != nil {
				return err
			}
			s, err := a.settings.Gather(cmd.Context(), settings.Choice{})
			if err != nil {
				return err
			}
			if _, err := os.Stat(out); err == nil && !force {
				return fault.Unusable("%s already exists; choose another file, or overwrite it with --force", out)
			}
			n, err := open.Network(cmd.Context(), args[0])
			if err != nil {
				return err
			}
			undo, err := outFile("--out", out)
			if err != nil {
				return err
			}
			defer undo()
			set, err := a.openData(cmd.Context(), s, d, n)
			if err != nil {
				return err
			}
			if open.IsONNX(args[0]) { // it has no rate: take that of the data
				n.Input.RateHz = set.Rate
				if err := n.Derive(); err != nil {
					return err
				}
			}
			if err := open.Fits(n, args[0], set, d.Name); err != nil {
				return err
			}
			n.Name = strings.TrimSuffix(filepath.Base(out), filepath.Ext(out))
			nameClasses(n, set)
			p := a.progress()
			err = train.Statistics(cmd.Context(), n, set, a.measuring(p))
			p.Done()
			if err != nil {
				return err
			}
			if n.Training == nil {
				n.Training = &model.Training{
					Data: set.Title, DataHash: set.Hash, Resample: set.Resample,
					Split: train.Subjects(set),
				}
			}
			if err := n.Save(out); err != nil {
				return fmt.Errorf("cannot save %s: %w", out, err)
			}
			info := describeModel(n, s.Optimize.Sigma)
			if a.json {
				return a.printJSON(struct {
					Out string `json:"out"`
					modelInfo
				}{out, info})
			}
			w := &errWriter{w: a.stdout}
			w.printf("%s: %d layers with statistics over %d training segments of %s\n",
				out, len(n.Layers), len(set.Subset(data.Train)), set.Title)
			return w.err
		},
	}
	f := c.Flags()
	d.Add(c.Flags(), "required")
	f.StringVar(&out, "out", "", "`FILE` for the checkpoint, ending in .safetensors (required)")
	f.BoolVar(&force, "force", false, "overwrite the file at --out")
	return c
}

// nameClasses gives the classes of a network from a file without class names the names of the activities, if there are
// as many.
func nameClasses(n *model.Network, set *data.Dataset) {
	if len(n.Classes) != len(set.Activities) {
		return
	}
	for i, c := range n.Classes {
		if c != fmt.Sprintf("class%02d", i) {
			return
		}
	}
	n.Classes = slices.Clone(set.Activities)
}
