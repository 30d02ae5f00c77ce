; Judges histories of compare-and-set registers or mutexes with Knossos, for comparison.
;
;   java -cp CLASSPATH clojure.main judge.clj SEARCH FILE        one history: "VERDICT SECONDS", of the check alone
;   java -cp CLASSPATH clojure.main judge.clj SEARCH FILE each   many, an empty line after each: of each its number
;                                                                and the verdict, a tab between
;
; SEARCH is linear, wgl, or competition, which is both at once until one has an answer. Keys are judged one after
; the other. The class path has Knossos and what it needs.
(load-file (str (.getParent (.getParentFile (.getAbsoluteFile (java.io.File. ^String *file*)))) "/history.clj"))
(ns knossos-judge
  (:require [clojure.string :as str]
            [knossos.competition]
            [knossos.linear]
            [knossos.model :as model]
            [knossos.wgl]
            [history]))

(def ^:private searches
  {"linear"      knossos.linear/analysis
   "wgl"         knossos.wgl/analysis
   "competition" knossos.competition/analysis})

(defn- worst [verdicts]
  (cond (some false? verdicts) false
        (every? true? verdicts) true
        :else :unknown))

(defn- valid [search ops]
  (let [start (if (some #{:acquire :release} (map :f ops)) (model/mutex) (model/cas-register))]
    (worst (for [[_ same-key] (group-by :key ops)]
             (:valid? (search start (mapv #(dissoc % :key) same-key)))))))

(defn- row [search number ops]
  (println
    (str/join
      "\t"
      (try
        [number (history/verdict (valid search ops))]
        (catch Throwable t
          [number "ERROR" "" (first (str/split-lines (str t)))])))))

(let [[name path each] *command-line-args*
      search (or (searches name) (throw (IllegalArgumentException. (str "no search " name))))]
  (if each
    (history/many path (partial row search))
    (history/timed path (partial valid search)))
  (flush)
  (System/exit 0))
