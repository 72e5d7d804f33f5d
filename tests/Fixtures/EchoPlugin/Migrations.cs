using System.Text.Json.Nodes;
using Speckit.Sdk;

namespace EchoPlugin;

/// <summary>The migration of the JP design, §11.3.</summary>
public sealed class ThresholdMigration : Migration
{
    public override string FromVersion => "1.2.0";

    public override string ToVersion => "2.0.0";

    public override JsonObject MigrateConfig(JsonObject oldConfig)
    {
        if (oldConfig.Remove("severity_threshold", out var threshold))
        {
            oldConfig["severity"] = new JsonObject { ["threshold"] = threshold };
        }

        return oldConfig;
    }

    public override Task MigrateDataAsync(string dataDirectory, CancellationToken cancellationToken) =>
        File.AppendAllTextAsync(Path.Combine(dataDirectory, "findings"), "migrated\n", cancellationToken);
}

/// <summary>Fails after it changed the data.</summary>
public sealed class FailingMigration : Migration
{
    public override string FromVersion => "2.0.0";

    public override string ToVersion => "3.0.0";

    public override async Task MigrateDataAsync(string dataDirectory, CancellationToken cancellationToken)
    {
        await File.AppendAllTextAsync(Path.Combine(dataDirectory, "findings"), "half", cancellationToken);
        throw new InvalidOperationException("the data is odd");
    }
}
