module actmax

go 1.26.0

require (
	charm.land/bubbles/v2 v2.2.1 // github.com/charmbracelet/bubbles: text field, key bindings, viewport
	charm.land/bubbletea/v2 v2.1.1 // github.com/charmbracelet/bubbletea: the terminal (decision 1)
	charm.land/lipgloss/v2 v2.0.6 // github.com/charmbracelet/lipgloss: styles and borders
	github.com/charmbracelet/colorprofile v0.4.3 // what colours a terminal has
	github.com/charmbracelet/ultraviolet v0.0.0-20261008173134-6b8d4baf91b4 // cells and styles of a screen
	github.com/charmbracelet/x/ansi v0.11.9 // widths and cuts of styled text
	github.com/charmbracelet/x/term v0.2.2 // is it a terminal, how wide
	github.com/charmbracelet/x/vt v0.1.0 // a terminal in memory, for tests and pictures
	github.com/gofrs/flock v0.13.2 // file locks (internal/filelock)
	github.com/guptarohit/asciigraph v0.10.0 // the line plot, behind our wrapper only
	github.com/mmcloughlin/avo v0.5.0 // writes the assembly of internal/simd (go generate)
	github.com/pelletier/go-toml/v2 v2.4.3 // settings files, strict
	github.com/spf13/cobra v1.10.2 // commands, completion, man pages
	github.com/spf13/pflag v1.0.9 // flags of commands
	golang.org/x/sys v0.49.0 // what the processor can do
	gonum.org/v1/gonum v0.17.0 // Fourier transforms, eigenvalues, statistics
	google.golang.org/protobuf v1.36.12 // the wire format of ONNX files
)

require (
	github.com/BurntSushi/toml v1.4.1-0.20240526193622-a339e1f7089c // indirect
	github.com/atotto/clipboard v0.1.4 // indirect
	github.com/charmbracelet/x/exp/ordered v0.1.0 // indirect
	github.com/charmbracelet/x/termios v0.1.1 // indirect
	github.com/charmbracelet/x/windows v0.2.2 // indirect
	github.com/clipperhouse/displaywidth v0.11.0 // indirect
	github.com/clipperhouse/uax29/v2 v2.7.0 // indirect
	github.com/cpuguy83/go-md2man/v2 v2.0.6 // indirect
	github.com/inconshreveable/mousetrap v1.1.0 // indirect
	github.com/lucasb-eyer/go-colorful v1.4.1 // indirect
	github.com/mattn/go-runewidth v0.0.30 // indirect
	github.com/muesli/cancelreader v0.2.2 // indirect
	github.com/rivo/uniseg v0.4.7 // indirect
	github.com/russross/blackfriday/v2 v2.1.0 // indirect
	github.com/xo/terminfo v1.0.0 // indirect
	go.yaml.in/yaml/v3 v3.0.5 // indirect
	golang.org/x/exp/typeparams v0.0.0-20231108232855-2478ac86f678 // indirect
	golang.org/x/mod v0.41.0 // indirect
	golang.org/x/sync v0.23.0 // indirect
	golang.org/x/tools v0.51.0 // indirect
	honnef.co/go/tools v0.8.2 // indirect
)

tool honnef.co/go/tools/cmd/staticcheck
