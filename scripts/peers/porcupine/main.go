// Judges histories of compare-and-set registers, or of texts by key that put, append and get know, with Porcupine,
// for comparison: JSON lines with our field names or Jepsen's, plain or compressed with gzip.
//
//	porcupine LIMIT FILE        prints the verdict and how long the check alone took
//	porcupine LIMIT FILE each   many histories, an empty line after each: of each its number and the verdict
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
	// What was never written is null to a register and the empty text to get.
	Init: func() interface{} { return "" },
	Step: func(was, in, out interface{}) (bool, interface{}) {
		state, call, answer := was.(string), in.(input), out.(output)
		switch call.f {
		case "put":
			return true, call.new
		case "append":
			return true, state + call.new
		case "write":
			return true, call.new
		case "cas":
			return answer.unknown || state == call.old, replaced(state, call)
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

// stored is a value as the model has it: of registers its JSON text, which is only ever compared.
func stored(f, value string) string {
	if value == "null" {
		return ""
	}
	if f != "put" && f != "append" && f != "get" {
		return value
	}
	var text string
	if err := json.Unmarshal([]byte(value), &text); err != nil {
		fail(err)
	}
	return text
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
	case "write", "put", "append":
		in.new = stored(e.F, value)
	case "cas":
		var pair []json.RawMessage
		if err := json.Unmarshal([]byte(value), &pair); err != nil {
			fail(err)
		}
		in.old, in.new = stored(e.F, string(pair[0])), stored(e.F, string(pair[1]))
	}
	return in
}

// histories calls f with each history of a file: an empty line ends one.
func histories(path string, f func([]porcupine.Operation)) {
	lines := bufio.NewScanner(opened(path))
	lines.Buffer(make([]byte, 1<<20), 1<<30)
	var events []event
	for lines.Scan() {
		if len(lines.Bytes()) == 0 {
			f(operations(events))
			events = nil
			continue
		}
		var e event
		if err := json.Unmarshal(lines.Bytes(), &e); err != nil {
			fail(err)
		}
		events = append(events, e)
	}
	if err := lines.Err(); err != nil {
		fail(err)
	}
	if events != nil {
		f(operations(events))
	}
}

func operations(events []event) []porcupine.Operation {
	open := map[string]porcupine.Operation{}
	var history []porcupine.Operation
	crashed := func(op porcupine.Operation) {
		if f := op.Input.(input).f; f != "read" && f != "get" {
			op.Output, op.Return = output{unknown: true}, int64(len(events)+1)
			history = append(history, op)
		}
	}
	for now, e := range events {
		process := first(e.P, e.Process)
		op := open[process]
		switch e.Type {
		case "invoke":
			open[process] = porcupine.Operation{ClientId: len(open), Input: call(e), Call: int64(now)}
			continue
		case "ok":
			value := ""
			if f := op.Input.(input).f; f == "read" || f == "get" {
				value = stored(f, first(e.V, e.Value))
			}
			op.Output, op.Return = output{value: value}, int64(now)
			history = append(history, op)
		case "info":
			crashed(op)
		}
		delete(open, process)
	}
	for _, op := range open {
		crashed(op)
	}
	return history
}

func main() {
	limit, err := time.ParseDuration(os.Args[1])
	if err != nil {
		fail(err)
	}
	names := map[porcupine.CheckResult]string{
		porcupine.Ok: "VALID", porcupine.Illegal: "INVALID", porcupine.Unknown: "UNKNOWN"}
	number := 0
	histories(os.Args[2], func(history []porcupine.Operation) {
		began := time.Now()
		verdict := names[porcupine.CheckOperationsTimeout(register, history, limit)]
		if len(os.Args) > 3 {
			fmt.Printf("%d\t%s\n", number, verdict)
		} else {
			fmt.Printf("%s %.3f\n", verdict, time.Since(began).Seconds())
		}
		number++
	})
}
