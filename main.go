// Actmax shows what each unit of a trained activity-recognition network looks for. actmax opens the explorer; actmax
// help lists the other commands.
package main

import (
	"os"

	"actmax/internal/cli"
)

func main() { os.Exit(cli.Main()) }
