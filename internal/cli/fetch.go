package cli

import (
	"errors"
	"fmt"
	"time"

	"github.com/spf13/cobra"

	"actmax/data"
	"actmax/data/fetch"
	"actmax/internal/cli/fault"
	"actmax/internal/cli/progress"
	"actmax/internal/cli/usage"
	"actmax/internal/words"
)

func (a *app) dataFetchCommand() *cobra.Command {
	var names []string
	for _, s := range data.Sources {
		names = append(names, s.Name)
	}
	return &cobra.Command{
		Use: "fetch {dsads|mhealth}", Short: "Download a public data set; an earlier download continues",
		Long: `Downloads the archive of a public data set into the XDG data folder, where commands find it by its
name. An interrupted download continues where it stopped. Only an archive with the known checksum is kept. HTTPS_PROXY
and NO_PROXY apply.`,
		Args: usage.OneArgument("dsads or mhealth"), ValidArgs: names,
		RunE: func(cmd *cobra.Command, args []string) error {
			s, err := data.SourceOf(args[0])
			if err != nil {
				return &fault.InputError{Err: err}
			}
			dest, err := fetch.Dest(s)
			if err != nil {
				return err
			}
			p := a.progress()
			start, first := time.Now(), int64(-1)
			err = fetch.Fetch(cmd.Context(), s, dest, fetch.Options{
				Progress: func(done, total int64) {
					if first < 0 {
						first = done
					}
					p.Update("%s: %.1f of %.1f MB  %s", s.Title, float64(done)/1e6, float64(total)/1e6,
						progress.Left(time.Since(start), int(done-first), int(total-first)))
				},
				Retry: func(err error, wait time.Duration) {
					p.Keep("%s: %v; trying again in %s", s.Title, err, words.Duration(wait))
				},
			})
			p.Done()
			var stopped *fetch.Interrupted
			if errors.As(err, &stopped) {
				return &fault.Interrupted{Saved: stopped.Error(), Cause: stopped}
			}
			if err != nil {
				return err
			}
			if a.json {
				return a.printJSON(map[string]any{
					"name": s.Name, "path": dest, "size": s.Size, "sha256": s.SHA256,
					"licence": s.Licence, "doi": s.DOI,
				})
			}
			_, err = fmt.Fprintf(a.stdout, "%s: %s (%s, doi %s)\n", s.Title, dest, s.Licence, s.DOI)
			return err
		},
	}
}
