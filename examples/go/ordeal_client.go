package main

// Clients of Ordeal in Go: everything of the protocol, so that a client is a map of functions. One file, no
// dependencies; copy it beside your client. The protocol is in docs/external-clients.md.
//
//	func main() {
//		Serve(func(about About) (Functions, error) {
//			db, err := connect(about.Host, about.Port) // an error: no call was made
//			return Functions{
//				"read":  func(call Call) (any, error) { return db.Get(call.Key) }, // nil if absent
//				"write": func(call Call) (any, error) { return nil, db.Put(call.Key, call.Value) },
//				"cas":   func(call Call) (any, error) { return db.Swap(call.Key, call.Old, call.New) },
//			}, err
//		})
//	}
//
// A function that returns without an error has happened. One that returns a Fail certainly has not happened and never
// will. After any other error, or a panic, the outcome is unknown. Print to standard error only.

import (
	"bufio"
	"encoding/json"
	"errors"
	"fmt"
	"os"
)

// About says which node a client is for.
type About struct {
	Node     string            `json:"node"`
	Host     string            `json:"host"`
	Port     int               `json:"port"`
	Contract string            `json:"contract"`
	Options  map[string]string `json:"options"`
}

// Call has the arguments of a call; those that its function does not take are zero.
type Call struct {
	Key      int64  `json:"key"`
	Value    int64  `json:"value"`
	Old      int64  `json:"old"`
	New      int64  `json:"new"`
	Permits  int64  `json:"permits"`
	From     int64  `json:"from"`
	To       int64  `json:"to"`
	Amount   int64  `json:"amount"`
	Opening  int64  `json:"opening"`
	Accounts int64  `json:"accounts"`
	Kind     string `json:"kind"`
	Steps    []Step `json:"steps"`
}

// Step is a step of a transaction: what ("r", "w", "append", "add"), key, and value, which is nil for reads.
type Step struct {
	What  string
	Key   int64
	Value any
}

// UnmarshalJSON reads ["r", KEY, null] and the like.
func (step *Step) UnmarshalJSON(text []byte) error {
	var value *int64
	parts := []any{&step.What, &step.Key, &value}
	if err := json.Unmarshal(text, &parts); err != nil {
		return err
	}
	if value != nil {
		step.Value = *value
	}
	return nil
}

// MarshalJSON writes ["r", KEY, VALUE] and the like.
func (step Step) MarshalJSON() ([]byte, error) {
	return json.Marshal([]any{step.What, step.Key, step.Value})
}

// Fail says that a call certainly did not happen; Lost if this client can make no more calls.
type Fail struct {
	Text string
	Lost bool
}

func (fail Fail) Error() string { return fail.Text }

// Functions are what a client can do, by the names of docs/external-clients.md.
type Functions map[string]func(Call) (any, error)

type answer struct {
	Op    string `json:"op,omitempty"`
	ID    int64  `json:"id,omitempty"`
	Type  string `json:"type,omitempty"`
	Value any    `json:"value"`
	Error string `json:"error,omitempty"`
	Lost  bool   `json:"lost,omitempty"`
}

// Serve answers Ordeal until its input ends.
func Serve(open func(About) (Functions, error)) {
	lines := bufio.NewScanner(os.Stdin)
	lines.Buffer(nil, 1<<20)
	answers := json.NewEncoder(os.Stdout)
	var functions Functions
	for lines.Scan() {
		var message struct {
			Op       string `json:"op"`
			ID       int64  `json:"id"`
			Function string `json:"function"`
		}
		check(json.Unmarshal(lines.Bytes(), &message))
		switch message.Op {
		case "open":
			var about About
			check(json.Unmarshal(lines.Bytes(), &about))
			opened, err := open(about)
			if err != nil {
				check(answers.Encode(answer{Type: "fail", Error: err.Error()}))
				return
			}
			functions = opened
			check(answers.Encode(answer{Op: "opened"}))
		case "invoke":
			var call Call
			check(json.Unmarshal(lines.Bytes(), &call))
			check(answers.Encode(outcome(message.ID, functions[message.Function], call)))
		}
	}
	check(lines.Err())
}

func outcome(id int64, function func(Call) (any, error), call Call) (made answer) {
	defer func() {
		if cause := recover(); cause != nil {
			made = answer{ID: id, Type: "info", Error: fmt.Sprint("panic: ", cause)}
		}
	}()
	value, err := function(call)
	var fail Fail
	switch {
	case err == nil:
		return answer{ID: id, Type: "ok", Value: value}
	case errors.As(err, &fail):
		return answer{ID: id, Type: "fail", Error: fail.Text, Lost: fail.Lost}
	default:
		fmt.Fprintln(os.Stderr, err)
		return answer{ID: id, Type: "info", Error: err.Error()}
	}
}

func check(err error) {
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}
