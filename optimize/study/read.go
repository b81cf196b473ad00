package study

import (
	"encoding/json"
	"os"
)

// Read reads a study.json. The signals behind its figures are not in it: Examples is empty.
func Read(path string) (*Study, error) {
	text, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	s := new(Study)
	if err := json.Unmarshal(text, s); err != nil {
		return nil, unusable("%s is no study.json: %v; expected what actmax study writes", path, err)
	}
	if s.Format != format {
		return nil, unusable("%s is of format %d, this program reads %d; make it again with actmax study", path,
			s.Format, format)
	}
	if len(s.Networks) == 0 || len(s.Rows) == 0 {
		return nil, unusable("%s holds no networks or no results; expected what actmax study writes", path)
	}
	return s, nil
}
