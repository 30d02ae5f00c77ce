; Judges histories of transactions on lists (append) or registers (w) with Elle, for comparison.
;
;   java -cp CLASSPATH clojure.main judge.clj LEVEL FILE   one history: "VERDICT SECONDS", of the check alone
;   java -cp CLASSPATH clojure.main judge.clj each FILE    many, an empty line after each: of each its number, the
;                                                          verdict, levels ruled out, and anomalies, between tabs
;
; The class path has Elle and what it needs.
(load-file (str (.getParent (.getParentFile (.getAbsoluteFile (java.io.File. ^String *file*)))) "/history.clj"))
(ns elle-judge
  (:require [clojure.string :as str]
            [elle.list-append]
            [elle.rw-register]
            [jepsen.history]
            [history]))

(defn- on-lists? [op]
  (some (fn [[f _ value]] (or (= :append f) (sequential? value))) (:value op)))

(defn- check [levels ops]
  (let [check (if (some on-lists? ops) elle.list-append/check elle.rw-register/check)]
    (check {:consistency-models levels}
           (jepsen.history/history (map #(dissoc % :key) ops)))))

(defn- names [found]
  (str/join "," (sort (map name found))))

(defn- row [number ops]
  (println
    (str/join
      "\t"
      (try
        (let [found (check [:strict-serializable] ops)]
          [number
           (history/verdict (:valid? found))
           (names (concat (:not found) (:also-not found)))
           (names (:anomaly-types found))])
        (catch Throwable t
          [number "ERROR" "" (first (str/split-lines (str t)))])))))

(let [[level path] *command-line-args*]
  (if (= level "each")
    (history/many path row)
    (history/timed path #(:valid? (check [(keyword level)] %))))
  (flush)
  (System/exit 0))
