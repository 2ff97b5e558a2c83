import java.io.BufferedReader;
import java.io.File;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * Runs validators over many files in one JVM.
 *
 * <p>Arguments: CLASS=JAR{path separator}JAR…, one for each validator. Standard input: a line for
 * each job, "NUMBER tab CLASS tab PATH". Standard output: a JSON object on each line, of kind
 * "finding", "done" (with the version) or "broken" (with the reason); every job ends with one of
 * the latter two.
 */
public final class Driver {
    private final Map<String, String> jars = new HashMap<>();
    private final Map<String, Function<String, List<Map<String, Object>>>> loaded = new HashMap<>();
    private final PrintStream out;

    private Driver(String[] arguments, PrintStream out) {
        this.out = out;
        for (String each : arguments) {
            int equals = each.indexOf('=');
            jars.put(each.substring(0, equals), each.substring(equals + 1));
        }
    }

    public static void main(String[] arguments) throws Exception {
        PrintStream out = new PrintStream(System.out, true, "UTF-8");
        System.setOut(System.err); // what a library prints is no finding
        java.util.logging.LogManager.getLogManager().reset();
        Driver driver = new Driver(arguments, out);
        BufferedReader lines =
                new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            driver.run(line.split("\t", 3));
        }
        out.flush();
        Runtime.getRuntime().halt(0); // threads that a library left behind do not matter
    }

    private void run(String[] job) {
        Map<String, Object> end = new LinkedHashMap<>();
        try {
            Function<String, List<Map<String, Object>>> validator = validator(job[1]);
            for (Map<String, Object> finding : validator.apply(job[2])) {
                finding.put("kind", "finding");
                finding.put("job", Integer.valueOf(job[0]));
                out.println(json(finding));
            }
            end.put("kind", "done");
            end.put("version", validator.toString());
        } catch (Throwable problem) {
            end.put("kind", "broken");
            end.put("reason", reason(problem));
        }
        end.put("job", Integer.valueOf(job[0]));
        out.println(json(end));
    }

    /** Loads a validator with a class loader of its own: the jars of two do not go together. */
    @SuppressWarnings("unchecked")
    private Function<String, List<Map<String, Object>>> validator(String name) throws Exception {
        Function<String, List<Map<String, Object>>> found = loaded.get(name);
        if (found == null) {
            String[] files = jars.get(name).split(File.pathSeparator);
            URL[] urls = new URL[files.length + 1];
            urls[0] = Driver.class.getProtectionDomain().getCodeSource().getLocation();
            for (int i = 0; i < files.length; i++) {
                urls[i + 1] = Path.of(files[i]).toUri().toURL();
            }
            ClassLoader own = new URLClassLoader(urls, ClassLoader.getPlatformClassLoader());
            Thread.currentThread().setContextClassLoader(own);
            Object made = own.loadClass(name).getDeclaredConstructor().newInstance();
            found = (Function<String, List<Map<String, Object>>>) made;
            loaded.put(name, found);
        }
        Thread.currentThread().setContextClassLoader(found.getClass().getClassLoader());
        return found;
    }

    private static String reason(Throwable problem) {
        StringBuilder told = new StringBuilder(problem.toString());
        for (Throwable cause = problem.getCause(); cause != null; cause = cause.getCause()) {
            told.append("; ").append(cause);
        }
        return told.toString();
    }

    private static String json(Map<String, Object> object) {
        StringBuilder text = new StringBuilder();
        for (Map.Entry<String, Object> entry : object.entrySet()) {
            text.append(text.length() == 0 ? "{" : ",").append(quoted(entry.getKey())).append(":");
            Object value = entry.getValue();
            text.append(value instanceof Integer ? value.toString() : quoted(value));
        }
        return text.append("}").toString();
    }

    private static String quoted(Object value) {
        StringBuilder text = new StringBuilder("\"");
        String words = value == null ? "" : value.toString();
        for (int i = 0; i < words.length(); i++) {
            char each = words.charAt(i);
            if (each == '"' || each == '\\') {
                text.append('\\').append(each);
            } else if (each < ' ' || each > '~') {
                text.append(String.format("\\u%04x", (int) each));
            } else {
                text.append(each);
            }
        }
        return text.append('"').toString();
    }
}
