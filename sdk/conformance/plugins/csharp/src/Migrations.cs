using System.Text.Json.Nodes;
using Speckit.Sdk;

namespace ConformancePlugin;

internal sealed class MigrationOne : Migration
{
    public override string FromVersion => "1.0.0";

    public override string ToVersion => "2.0.0";

    public override JsonObject MigrateConfig(JsonObject oldConfig)
    {
        if (oldConfig.Remove("old", out var value))
        {
            oldConfig["new"] = value;
        }

        return oldConfig;
    }

    public override Task MigrateDataAsync(string dataDirectory, CancellationToken cancellationToken) =>
        File.WriteAllTextAsync(Path.Combine(dataDirectory, "migrated.txt"), "2.0.0\n", cancellationToken);
}

internal sealed class MigrationTwo : Migration
{
    public override string FromVersion => "2.0.0";

    public override string ToVersion => "3.0.0";

    public override JsonObject MigrateConfig(JsonObject oldConfig) =>
        throw new InvalidOperationException("conf: no way");
}
