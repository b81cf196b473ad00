# Each target is what CI runs; `make check` is CI without the tests that need a terminal.
GO ?= go
FUZZTIME ?= 5s
ROUNDS ?= 5

.PHONY: check format vet staticcheck tidy generate build test arm64 race fuzz smoke bench pictures pictures-dsads reproduction coverage

check: format vet staticcheck tidy build test race fuzz

format:
	@out=$$(gofmt -l .); if [ -n "$$out" ]; then echo "gofmt would change:"; echo "$$out"; exit 1; fi

vet:
	$(GO) vet ./...

staticcheck:
	$(GO) tool staticcheck ./...

tidy:
	$(GO) mod tidy -diff

build:
	CGO_ENABLED=0 $(GO) build -trimpath -o bin/actmax .
	GOOS=darwin GOARCH=arm64 $(GO) build -o /dev/null .
	GOOS=linux GOARCH=arm64 $(GO) build -o /dev/null .
	GOOS=windows GOARCH=amd64 $(GO) build -o /dev/null .

generate:
	$(GO) generate ./...

test:
	$(GO) test ./...

arm64:
	.ci/arm64

race:
	$(GO) test -race -short ./...

fuzz:
	.ci/fuzz $(FUZZTIME)

smoke: build
	.ci/smoke bin/actmax

bench:
	$(GO) run ./internal/performance -rounds $(ROUNDS)

pictures:
	$(GO) run ./tui/pictures -o docs/pictures
	$(GO) run ./tui/pictures -keys docs/keys.md

# The screens of a whole layer and of several networks, from a finished study: make pictures-dsads STUDY=study [DATA=dsads]
DATA ?= dsads
pictures-dsads:
	@test -n "$(STUDY)" || { echo "say where the study is: make pictures-dsads STUDY=DIR"; exit 2; }
	$(GO) run ./tui/pictures -as dsads -o docs/pictures -data $(DATA) -study $(STUDY) -unit conv3/17 \
		-model $(STUDY)/models/flatten-seed0.safetensors -also $(STUDY)/models/flatten-seed1.safetensors

reproduction:
	$(GO) run ./internal/report/reproduction

coverage:
	$(GO) test -cover ./...
