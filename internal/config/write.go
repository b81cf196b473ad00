package config

import (
	"fmt"
	"strconv"
	"strings"
)

// Example writes every setting with its default as a TOML file: config.example.toml.
func (r *Registry) Example() []byte {
	var b strings.Builder
	b.WriteString(`# Every setting of actmax with its default.
# Generated from the tables in the code by "go generate ./internal/cli/settings".
#
# Copy the settings that you change into a file of your own, and use it with --config FILE. Values in a file override a
# preset in the same file. Later ones override earlier ones: defaults, the saved session of the explorer, --config,
# --preset, --method, --set key=value.
`)
	section := ""
	for _, e := range r.inSections() {
		table, name := split(e.Key)
		if table != section {
			fmt.Fprintf(&b, "\n[%s]\n", table)
			section = table
		} else {
			b.WriteString("\n")
		}
		fmt.Fprintf(&b, "# %s\n# Allowed: %s.\n%s = %s\n", e.Help, e.Allowed, name, literal(e.Default))
	}
	return []byte(b.String())
}

// Markdown writes the reference page of all settings: docs/settings.md.
func (r *Registry) Markdown() []byte {
	var b strings.Builder
	b.WriteString("# Settings\n\n" +
		"Generated from the tables in the code by `go generate ./internal/cli/settings`.\n\n" +
		"Set them in a TOML file (`--config FILE`, see `config.example.toml`), one by one (`--set key=value`), or " +
		"live in\n" +
		"the explorer. Later ones override earlier ones: defaults, the saved session of the explorer, `--config`,\n" +
		"`--preset`, `--method`, `--set`. A preset applies only if it is given.\n\n" +
		"| setting | default | allowed | description |\n" +
		"|---|---|---|---|\n")
	for _, e := range r.inSections() {
		fmt.Fprintf(&b, "| `%s` | `%s` | %s | %s |\n", e.Key, literal(e.Default), cell(e.Allowed), cell(e.Help))
	}
	return []byte(b.String())
}

// inSections lists the settings table by table of a TOML file, first those outside of any table.
func (r *Registry) inSections() []*Entry {
	var order []string
	sections := map[string][]*Entry{"": nil}
	for _, e := range r.entries {
		table, _ := split(e.Key)
		if _, known := sections[table]; !known {
			order = append(order, table)
		}
		sections[table] = append(sections[table], e)
	}
	all := sections[""]
	for _, table := range order {
		all = append(all, sections[table]...)
	}
	return all
}

func split(key string) (table, name string) {
	if i := strings.LastIndexByte(key, '.'); i >= 0 {
		return key[:i], key[i+1:]
	}
	return "", key
}

// literal writes a value as TOML.
func literal(v any) string {
	switch x := v.(type) {
	case string:
		return strconv.Quote(x)
	case float64:
		s := strconv.FormatFloat(x, 'g', -1, 64)
		if !strings.ContainsAny(s, ".e") {
			s += ".0"
		}
		return s
	}
	return fmt.Sprint(v)
}

func cell(s string) string { return strings.ReplaceAll(s, "|", `\|`) }
