package data

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"actmax/internal/xdg"
)

// Source is a public data set that actmax knows by name.
type Source struct {
	Name    string // "dsads", "mhealth": what the user types
	Title   string // "DSADS"
	Long    string // its full name
	URL     string // of the archive
	File    string // name of the archive under Home
	Size    int64  // of the archive, bytes
	SHA256  string // of the archive, hex
	Licence string
	DOI     string
	Cite    string // who made it
}

// Sources lists the public data sets (method.md 1).
var Sources = []Source{
	{
		Name: "dsads", Title: "DSADS", Long: "Daily and Sports Activities",
		URL:  "https://archive.ics.uci.edu/static/public/256/daily+and+sports+activities.zip",
		File: "dsads.zip", Size: 170_800_010,
		SHA256:  "f42ad7744ecf14151c9fa3a86dfb5b24de9d7cb7ffe956ef5de242983459c77e",
		Licence: "CC BY 4.0", DOI: "10.24432/C5C59F", Cite: "Barshan, Altun, Tuncel, Yuksek",
	},
	{
		Name: "mhealth", Title: "mHealth", Long: "Mobile Health",
		URL:  "https://archive.ics.uci.edu/static/public/319/mhealth+dataset.zip",
		File: "mhealth.zip", Size: 75_567_983,
		SHA256:  "16ad0ce709f3f00df18f348610d15bce0884b79e2143f57f446493673f02b8e0",
		Licence: "CC BY 4.0", DOI: "10.24432/C5TW22", Cite: "Banos, Garcia, Saez",
	},
}

// SourceOf returns the public data set of a name, or an error that lists the names.
func SourceOf(name string) (Source, error) {
	var names []string
	for _, s := range Sources {
		if s.Name == name {
			return s, nil
		}
		names = append(names, s.Name)
	}
	return Source{}, fmt.Errorf("unknown data set %q; known are %s", name, strings.Join(names, ", "))
}

// Home returns the folder that downloaded archives lie in: $XDG_DATA_HOME/actmax, else ~/.local/share/actmax.
func Home() (string, error) { return xdg.Data() }

// CacheDir returns the folder that prepared data sets lie in: $XDG_CACHE_HOME/actmax, else the system's cache folder.
func CacheDir() (string, error) { return xdg.Cache() }

// Places returns the paths that are searched for a public data set under Home, best first: the archive as fetch names
// it, the archive under its original name, and folders it may have been unpacked into.
func Places(s Source) ([]string, error) {
	home, err := Home()
	if err != nil {
		return nil, err
	}
	original := strings.ReplaceAll(s.URL[strings.LastIndex(s.URL, "/")+1:], "%2B", "+")
	var out []string
	for _, name := range []string{s.File, original, strings.TrimSuffix(s.File, ".zip"),
		strings.TrimSuffix(original, ".zip")} {
		out = append(out, filepath.Join(home, name))
	}
	return out, nil
}

// Find returns the archive or folder of a public data set under Home. If there is none, the error (an *InputError
// within an *Explained) says how to fetch it, and its lines what to download manually and which paths were searched.
func Find(name string) (string, error) {
	s, err := SourceOf(name)
	if err != nil {
		return "", err
	}
	places, err := Places(s)
	if err != nil {
		return "", err
	}
	for _, p := range places {
		if _, err := os.Stat(p); err == nil {
			return p, nil
		}
	}
	return "", &Explained{
		Err: &InputError{
			Path:    name,
			Problem: s.Title + " is not on this machine",
			Advice: fmt.Sprintf("run \"actmax data fetch %s\" (%.0f MB), or give the path of its archive or folder",
				name, float64(s.Size)/1e6),
			Cause: os.ErrNotExist,
		},
		Lines: append(append(ByHand(s, places[0]), "looked for:"), indented(places)...),
	}
}

// ByHand returns lines that say what to download from where, for machines without a network.
func ByHand(s Source, dest string) []string {
	return append([]string{"without a network here, download elsewhere and put in place:"}, indented([]string{
		"from    " + s.URL,
		"to      " + dest,
		fmt.Sprintf("bytes   %d", s.Size),
		"sha256  " + s.SHA256,
	})...)
}

func indented(lines []string) []string {
	out := make([]string, len(lines))
	for i, l := range lines {
		out[i] = "  " + l
	}
	return out
}
