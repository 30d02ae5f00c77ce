// Judges a history of compare-and-set registers with Porcupine, for comparison: JSON lines with our field
// names or Jepsen's, plain or compressed with gzip. Prints the verdict and how long the check alone took.
package main

import (
	"bufio"
	"compress/gzip"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"strings"
	"time"

	"github.com/anishathalye/porcupine"
)

// event is one line; both spellings of its fields.
type event struct {
	P, Process json.RawMessage
	Type       string
	F          string
	K, Key     json.RawMessage
	V, Value   json.RawMessage
}

type input struct {
	key, f   string
	old, new string
}

// output of a call; unknown for one that crashed.
type output struct {
	unknown bool
	value   string
}

var register = porcupine.Model{
	Partition: func(history []porcupine.Operation) [][]porcupine.Operation {
		byKey := map[string][]porcupine.Operation{}
		for _, op := range history {
			key := op.Input.(input).key
			byKey[key] = append(byKey[key], op)
		}
		var parts [][]porcupine.Operation
		for _, part := range byKey {
			parts = append(parts, part)
		}
		return parts
	},
	Init: func() interface{} { return "null" },
	Step: func(state, in, out interface{}) (bool, interface{}) {
		call, answer := in.(input), out.(output)
		switch call.f {
		case "write":
			return true, call.new
		case "cas":
			return answer.unknown || state == call.old, replaced(state.(string), call)
		default:
			return state == answer.value, state
		}
	},
}

// replaced is what a compare-and-set leaves behind.
func replaced(state string, call input) string {
	if state == call.old {
		return call.new
	}
	return state
}

func first(a, b json.RawMessage) string {
	if a != nil {
		return string(a)
	}
	if b != nil {
		return string(b)
	}
	return "null"
}

func opened(path string) io.Reader {
	file, err := os.Open(path)
	if err != nil {
		fail(err)
	}
	if strings.HasSuffix(path, ".gz") {
		unzipped, err := gzip.NewReader(file)
		if err != nil {
			fail(err)
		}
		return unzipped
	}
	return file
}

func fail(err error) {
	fmt.Fprintln(os.Stderr, err)
	os.Exit(64)
}

func call(e event) input {
	in := input{key: first(e.K, e.Key), f: e.F}
	value := first(e.V, e.Value)
	switch e.F {
	case "write":
		in.new = value
	case "cas":
		var pair []json.RawMessage
		if err := json.Unmarshal([]byte(value), &pair); err != nil {
			fail(err)
		}
		in.old, in.new = string(pair[0]), string(pair[1])
	}
	return in
}

func read(path string) []porcupine.Operation {
	open := map[string]porcupine.Operation{}
	var history []porcupine.Operation
	lines := bufio.NewScanner(opened(path))
	lines.Buffer(make([]byte, 1<<20), 1<<30)
	now := int64(0)
	for lines.Scan() {
		var e event
		if err := json.Unmarshal(lines.Bytes(), &e); err != nil {
			fail(err)
		}
		now++
		process := first(e.P, e.Process)
		op := open[process]
		switch e.Type {
		case "invoke":
			open[process] = porcupine.Operation{ClientId: len(open), Input: call(e), Call: now}
		case "ok":
			op.Output, op.Return = output{value: first(e.V, e.Value)}, now
			history = append(history, op)
			delete(open, process)
		case "fail":
			delete(open, process)
		}
	}
	if err := lines.Err(); err != nil {
		fail(err)
	}
	for _, op := range open {
		if op.Input.(input).f != "read" {
			op.Output, op.Return = output{unknown: true}, now+1
			history = append(history, op)
		}
	}
	return history
}

func main() {
	limit, err := time.ParseDuration(os.Args[1])
	if err != nil {
		fail(err)
	}
	history := read(os.Args[2])
	began := time.Now()
	verdict := porcupine.CheckOperationsTimeout(register, history, limit)
	names := map[porcupine.CheckResult]string{porcupine.Ok: "VALID", porcupine.Illegal: "INVALID"}
	name, known := names[verdict]
	if !known {
		name = "unknown"
	}
	fmt.Printf("%s %.2f\n", name, time.Since(began).Seconds())
}
