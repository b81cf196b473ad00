package source

import (
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
)

// Kind is what a path holds.
type Kind string

const (
	Unknown Kind = ""
	DSADS   Kind = "dsads"   // archive or folder with a01/p1/s01.txt ...
	MHealth Kind = "mhealth" // archive or folder with mHealth_subject1.log ...
	NPZ     Kind = "npz"     // .npz with X, y, ...
	CSV     Kind = "csv"     // .csv
	Arrays  Kind = "arrays"  // folder with X.npy, y.npy, ...
)

// known says what the public data sets are called, and what their files are.
var known = map[Kind]struct{ title, files string }{
	DSADS:   {"DSADS", "a01/p1/s01.txt to a19/p8/s60.txt"},
	MHealth: {"mHealth", "mHealth_subject1.log to mHealth_subject10.log"},
}

var (
	dsadsName   = regexp.MustCompile(`(?i)(?:^|/)a(\d\d)/p(\d)/s(\d\d)\.txt$`)
	mhealthName = regexp.MustCompile(`(?i)(?:^|/)mHealth_subject(\d{1,2})\.log$`)
)

// DSADSFile reads activity, subject and file number, all from 1, off a name such as "data/a01/p1/s01.txt".
func DSADSFile(name string) (activity, subject, file int, ok bool) {
	m := dsadsName.FindStringSubmatch(name)
	if m == nil {
		return 0, 0, 0, false
	}
	activity, _ = strconv.Atoi(m[1])
	subject, _ = strconv.Atoi(m[2])
	file, _ = strconv.Atoi(m[3])
	return activity, subject, file, activity >= 1 && activity <= 19 && subject >= 1 && subject <= 8 && file >= 1 &&
		file <= 60
}

// MHealthFile reads the subject, from 1 to 10, off a name such as "MHEALTHDATASET/mHealth_subject1.log".
func MHealthFile(name string) (subject int, ok bool) {
	m := mhealthName.FindStringSubmatch(name)
	if m == nil {
		return 0, false
	}
	subject, _ = strconv.Atoi(m[1])
	return subject, subject >= 1 && subject <= 10
}

// Kind tells which data set the files' names belong to; Unknown if there is no sign of either.
func (s *Source) Kind() Kind {
	for _, f := range s.Files {
		if _, _, _, ok := DSADSFile(f.Name); ok {
			return DSADS
		}
		if _, ok := MHealthFile(f.Name); ok {
			return MHealth
		}
	}
	return Unknown
}

// inner returns the name of a zip archive among the files, or "": a download may hold the data set packed once more.
func (s *Source) inner() string {
	for _, f := range s.Files {
		if strings.HasSuffix(strings.ToLower(f.Name), ".zip") {
			return f.Name
		}
	}
	return ""
}

// KindOf returns what a path holds, by its name and, for archives and folders, by the names within. The error is that
// of Open, or nil with Unknown where nothing is recognized.
func KindOf(path string) (Kind, error) {
	switch strings.ToLower(filepath.Ext(path)) {
	case ".npz":
		return NPZ, nil
	case ".csv":
		return CSV, nil
	}
	if info, err := os.Stat(path); err == nil && info.IsDir() {
		if _, err := os.Stat(filepath.Join(path, "X.npy")); err == nil {
			return Arrays, nil
		}
	}
	s, err := Open(path, "give a DSADS or mHealth archive or folder, an .npz, a .csv, or a folder with X.npy and y.npy")
	if err != nil {
		return Unknown, err
	}
	defer s.Close()
	return s.Kind(), nil
}
