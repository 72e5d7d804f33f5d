namespace Speckit.Sdk.Hosting;

/// <summary>Failures of work that a plugin started and nobody waits for: they go to the log, and the plugin goes on.</summary>
internal static class StrayFailures
{
    public static void Report(TextWriter log)
    {
        TaskScheduler.UnobservedTaskException += (_, e) =>
        {
            log.WriteLine($"A task that nobody waited for failed: {e.Exception.InnerException ?? e.Exception}");
            e.SetObserved();
        };
#if NET10_0_OR_GREATER
        System.Runtime.ExceptionServices.ExceptionHandling.SetUnhandledExceptionHandler(e =>
        {
            log.WriteLine($"A thread of the plugin failed: {e}");
            return true;
        });
#endif
    }
}
